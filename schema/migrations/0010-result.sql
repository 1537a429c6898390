-- Scores, decisions, and what was published. Sealed until, and after, release.
CREATE SCHEMA result AUTHORIZATION result_data;
SET ROLE result_data;

CREATE TABLE result.part1 (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  sheet_version int NOT NULL,
  sealed bytea NOT NULL,
  key_digest bytea NOT NULL CHECK (length(key_digest) = 32),
  rule text NOT NULL,
  scored_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, session_id, sheet_version)
);
COMMENT ON COLUMN result.part1.sealed IS
  'Kind result, column result.part1.sealed, row session_id, version sheet_version: JSON {"score", "max", "passed"}.';
COMMENT ON COLUMN result.part1.rule IS 'Name and version of the scoring rule, for example percent-of-items/1.';

CREATE TABLE result.part2 (
  association_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  sealed bytea NOT NULL,
  rule text NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, packet_id)
);
COMMENT ON COLUMN result.part2.sealed IS
  'Kind result, column result.part2.sealed, row packet_id, version 0: JSON {"passed", "fired", "totals": [2 or 3], "max", "remarks": [texts]}.';

CREATE TABLE result.release (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  state text NOT NULL CHECK (state IN ('prepared', 'confirmed', 'released', 'dropped')),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  letters int NOT NULL,
  prepared_by uuid NOT NULL,
  prepared_at timestamptz NOT NULL,
  confirmed_by uuid,
  confirmed_at timestamptz,
  released_at timestamptz,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, administration_id, number),
  CONSTRAINT two_people CHECK (confirmed_by IS NULL OR confirmed_by <> prepared_by),
  CONSTRAINT confirmed_first CHECK (state NOT IN ('confirmed', 'released') OR confirmed_by IS NOT NULL)
);
CREATE UNIQUE INDEX release_one_at_a_time ON result.release (association_id, administration_id) WHERE state IN ('prepared', 'confirmed');
COMMENT ON COLUMN result.release.digest IS 'BLAKE2b-256 over all outcomes: what is released is what was previewed and confirmed.';

CREATE TABLE result.preview (
  association_id uuid NOT NULL,
  release_id uuid NOT NULL,
  id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, release_id, id),
  FOREIGN KEY (association_id, release_id) REFERENCES result.release (association_id, id)
);
COMMENT ON TABLE result.preview IS
  'Each letter as it would read, without the name, under a random id: before release nobody can tell whose it is. '
  'Kind result, column result.preview.sealed, row id, version 0.';

CREATE TABLE result.outcome (
  association_id uuid NOT NULL,
  registration_id uuid NOT NULL,
  release_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, registration_id, release_id),
  FOREIGN KEY (association_id, release_id) REFERENCES result.release (association_id, id)
);
COMMENT ON TABLE result.outcome IS
  'What was published, written by the release itself. Kind result, column result.outcome.sealed, row registration_id, version number of the release: '
  'JSON {"category", "track", "part1": {"sat", "score", "max", "passed", "date"}, "part2": {"sat", "passed", "date", "remarks": [texts]}, '
  '"endorsable", "retake": {"parts": [..], "earliest": date, "request_by": date or null} or null, "corrected": bool}.';
