-- Responses on their way to review: under a third code, with proposed masks, seen by a masker only.
CREATE SCHEMA intake AUTHORIZATION intake_data;
SET ROLE intake_data;

CREATE TABLE intake.response (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  category text NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  state text NOT NULL CHECK (state IN ('proposed', 'approved', 'packed')),
  version int NOT NULL DEFAULT 1,
  sealed bytea NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code)
);
COMMENT ON COLUMN intake.response.code IS 'The third code: random, known to nobody but the masker.';
COMMENT ON COLUMN intake.response.sealed IS
  'Kind intake, column intake.response.sealed, row id, version version: JSON {"pages": [{"position", "title", "responses": '
  '[{"prompt", "text", "masks": [{"from", "to", "why"}]}]}]}; from and to in code points, why a fixed word.';
