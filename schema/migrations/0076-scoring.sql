-- Part 1 at the speed of sheets: a sheet says itself what it belongs to, its answers are compact, and scores are written and audited
-- a batch at a time.
SET ROLE work_data;

ALTER TABLE work.sheet ADD COLUMN administration_id uuid, ADD COLUMN part smallint CHECK (part IN (1, 2)), ADD COLUMN form_id uuid;
UPDATE work.sheet h SET administration_id = r.administration_id, part = s.part, form_id = s.form_id
FROM work.session s
JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
WHERE s.association_id = h.association_id AND s.id = h.session_id;
ALTER TABLE work.sheet ALTER COLUMN administration_id SET NOT NULL, ALTER COLUMN part SET NOT NULL, ALTER COLUMN form_id SET NOT NULL;
COMMENT ON COLUMN work.sheet.administration_id IS
  'This, part and form_id are the session''s and never change: scoring reads sheets alone, without looking each one''s people up.';
COMMENT ON COLUMN work.sheet.sealed IS
  'Kind answers, column work.sheet.sealed, row session_id, version version. Part 1: byte 1, then one letter an item in form order, A to D '
  'or - for none; older sheets: JSON {"answers": the same letters}, told apart by their first byte. '
  'Part 2: JSON {"vignettes": [{"position", "counts", "responses": [{"prompt", "text"}]}]}.';
CREATE INDEX sheet_newest_of_part1 ON work.sheet (association_id, administration_id, form_id, session_id, version DESC) WHERE part = 1;

RESET ROLE;
SET ROLE result_data;

COMMENT ON COLUMN result.part1.scored_at IS
  'One moment for all scores of a batch. Its audit event (part1.scored: sheets, rule, keys, scored_at, digest) holds each score to its '
  'session: digest is SHA-256 over array_send of the batch''s session_id, sheet_version and sealed, each in order of session_id.';
