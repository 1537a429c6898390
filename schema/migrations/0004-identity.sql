-- Who the candidates are. Nothing about responses or scores is here.
CREATE SCHEMA identity AUTHORIZATION identity_data;
SET ROLE identity_data;

CREATE TABLE identity.person (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  sealed bytea NOT NULL,
  email_hash bytea NOT NULL CHECK (length(email_hash) = 32),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, email_hash)
);
COMMENT ON COLUMN identity.person.sealed IS
  'Kind identity, column identity.person.sealed, row id, version 0: JSON {"name", "email", "employer", "supervisor"} (the last two may be absent).';
COMMENT ON COLUMN identity.person.email_hash IS 'Keyed hash (kind candidate_lookup): a person keeps one row over all administrations.';
