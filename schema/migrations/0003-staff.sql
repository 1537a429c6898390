-- Associations, the people who work for them, and their logins.
CREATE SCHEMA staff AUTHORIZATION staff_data;
SET ROLE staff_data;

CREATE TABLE staff.association (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9-]{2,20}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  zone text NOT NULL,
  lead_days int NOT NULL DEFAULT 21 CHECK (lead_days BETWEEN 0 AND 365),
  created_at timestamptz NOT NULL
);
COMMENT ON COLUMN staff.association.zone IS 'IANA zone of dates on pages and of retake dates, for example America/Chicago.';
COMMENT ON COLUMN staff.association.lead_days IS 'How long before the exam an accommodation must be asked for (seed 004: three weeks).';

CREATE TABLE staff.confidentiality_text (
  association_id uuid NOT NULL REFERENCES staff.association (id),
  version int NOT NULL CHECK (version > 0),
  language text NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 20 AND 10000),
  since timestamptz NOT NULL,
  PRIMARY KEY (association_id, version, language)
);

CREATE TABLE staff.account (
  id uuid PRIMARY KEY,
  sealed bytea NOT NULL,
  email_hash bytea NOT NULL UNIQUE CHECK (length(email_hash) = 32),
  password text,
  created_at timestamptz NOT NULL
);
COMMENT ON COLUMN staff.account.sealed IS 'Kind identity, column staff.account.sealed, version 0: JSON {"name", "email"}.';
COMMENT ON COLUMN staff.account.email_hash IS 'Keyed hash (kind staff_lookup).';
COMMENT ON COLUMN staff.account.password IS 'Argon2id string; NULL until the one-time code was used.';

-- Bits: 1 coordinate, 2 proctor, 4 review, 8 mask, 16 approve. Who reviews does nothing else, and who masks does nothing
-- else, within one association: they see responses, the others see candidates.
CREATE TABLE staff.appointment (
  association_id uuid NOT NULL REFERENCES staff.association (id),
  account_id uuid NOT NULL REFERENCES staff.account (id),
  rights int NOT NULL CHECK (rights BETWEEN 0 AND 31),
  categories text[] NOT NULL DEFAULT '{specialist,mentor-clinical,mentor-policy,mentor-research-faculty}',
  capacity int NOT NULL DEFAULT 20 CHECK (capacity BETWEEN 0 AND 500),
  PRIMARY KEY (association_id, account_id),
  CONSTRAINT reviewers_only_review CHECK (rights & 4 = 0 OR rights = 4),
  CONSTRAINT maskers_only_mask CHECK (rights & 8 = 0 OR rights = 8)
);
COMMENT ON COLUMN staff.appointment.categories IS 'For reviewers: the categories they may score.';
COMMENT ON COLUMN staff.appointment.capacity IS 'For reviewers: most packets in one administration.';

CREATE TABLE staff.one_time_code (
  code_hash bytea PRIMARY KEY CHECK (length(code_hash) = 32),
  account_id uuid NOT NULL REFERENCES staff.account (id),
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE staff.login (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  desk text NOT NULL CHECK (desk IN ('review', 'coordination')),
  account_id uuid NOT NULL REFERENCES staff.account (id),
  association_id uuid NOT NULL REFERENCES staff.association (id),
  made_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON TABLE staff.login IS 'A token is valid at one desk only, for 12 hours, or 60 minutes without use.';

CREATE TABLE staff.failed_try (
  email_hash bytea NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX failed_try_by_account ON staff.failed_try (email_hash, at);
COMMENT ON TABLE staff.failed_try IS 'Wrong passwords by account (known or not), never by address: an exam room is one address.';
