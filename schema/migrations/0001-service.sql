-- The installation itself: what was applied, what time it is, which boot a desk's clock is anchored to.
CREATE SCHEMA service AUTHORIZATION service_data;
CREATE SCHEMA candidate_api AUTHORIZATION candidate_owner;
CREATE SCHEMA review_api AUTHORIZATION review_owner;
CREATE SCHEMA coordination_api AUTHORIZATION coordination_owner;
CREATE SCHEMA registrar_api AUTHORIZATION registrar_owner;
SET ROLE service_data;

CREATE TABLE service.migration (
  number int PRIMARY KEY,
  name text NOT NULL,
  digest bytea NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE service.migration IS 'Migrations applied to this database; digest is BLAKE2b-256 of the file.';

CREATE TABLE service.installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  purpose text NOT NULL UNIQUE CHECK (purpose IN ('production', 'demo', 'test'))
);
COMMENT ON TABLE service.installation IS 'What this database is for; decides whether its clock may be shifted.';

CREATE TABLE service.time_shift (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  purpose text NOT NULL REFERENCES service.installation (purpose) CHECK (purpose IN ('demo', 'test')),
  shift interval NOT NULL
);
COMMENT ON TABLE service.time_shift IS
  'At most one row, only in a database made for a demo or a test, and only a superuser can write it.';

CREATE TABLE service.clock_anchor (
  boot_id text PRIMARY KEY CHECK (length(boot_id) = 36),
  boot_us bigint NOT NULL CHECK (boot_us >= 0),
  utc timestamptz NOT NULL
);
COMMENT ON TABLE service.clock_anchor IS
  'For each boot of a machine: the same instant on its boot-time clock and on the database''s; survives restarts of a desk.';
