-- Who did what, append-only, each row hashed over the one before it. One chain for each association.
CREATE SCHEMA audit AUTHORIZATION audit_data;
SET ROLE audit_data;

CREATE TABLE audit.event (
  association_id uuid NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  actor text NOT NULL CHECK (actor IN ('candidate', 'staff', 'registrar', 'operator')),
  actor_id uuid,
  action text NOT NULL CHECK (action ~ '^[a-z0-9_.]{3,60}$'),
  subject_id uuid,
  detail jsonb NOT NULL DEFAULT '{}',
  previous bytea NOT NULL CHECK (length(previous) = 32),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (association_id, number)
);
COMMENT ON TABLE audit.event IS 'No names, no answers, no scores: ids and codes of what happened. digest = SHA-256 over previous and the row.';

CREATE TABLE audit.head (
  association_id uuid PRIMARY KEY,
  number bigint NOT NULL,
  digest bytea NOT NULL
);
COMMENT ON TABLE audit.head IS 'The newest event of each chain; locked while one is appended.';
