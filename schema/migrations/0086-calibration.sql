-- Calibration: responses written for the bank, with agreed levels, that reviewers score before the candidates' (practice) or among
-- them without knowing (control), and what follows when somebody is too far off.
SET ROLE bank_data;

CREATE TABLE bank.calibration (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  revision int NOT NULL CHECK (revision > 0),
  form_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('practice', 'control')),
  places smallint[] NOT NULL CHECK (cardinality(places) BETWEEN 1 AND 20),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code, revision),
  FOREIGN KEY (association_id, form_id) REFERENCES bank.form (association_id, id)
);
CREATE INDEX calibration_of_form ON bank.calibration (association_id, form_id);
COMMENT ON TABLE bank.calibration IS
  'What a candidate could have written to a Part 2 form; the texts and the agreed levels are in bank_key.calibration_text. A new revision '
  'of the form or of the texts is a new revision here.';
COMMENT ON COLUMN bank.calibration.places IS 'The places in the form of its vignettes, page by page.';
COMMENT ON COLUMN bank.calibration.digest IS 'BLAKE2b-256 of the JSON as imported, agreed levels and all: the same again is the same revision.';

RESET ROLE;
GRANT REFERENCES ON bank.calibration TO bank_key_data;
SET ROLE bank_key_data;

CREATE TABLE bank_key.calibration_text (
  association_id uuid NOT NULL,
  calibration_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, calibration_id),
  FOREIGN KEY (association_id, calibration_id) REFERENCES bank.calibration (association_id, id)
);
COMMENT ON COLUMN bank_key.calibration_text.sealed IS
  'Kind bank_key, column bank_key.calibration_text.sealed, row calibration_id, version 0: JSON {"pages": [{"position", "responses": '
  '[{"prompt", "text"}]}], "agreed": {"<page>.<criterion>": {"level", "why"}}}; page counts from 1, position is the place in the form.';

RESET ROLE;
SET ROLE work_data;

ALTER TABLE work.administration
  ADD COLUMN practice_packets int NOT NULL DEFAULT 0 CHECK (practice_packets BETWEEN 0 AND 10),
  ADD COLUMN control_packets int NOT NULL DEFAULT 0 CHECK (control_packets BETWEEN 0 AND 10),
  ADD COLUMN calibration_points int NOT NULL DEFAULT 4 CHECK (calibration_points BETWEEN 0 AND 4000),
  ADD COLUMN calibration_levels int NOT NULL DEFAULT 1 CHECK (calibration_levels BETWEEN 0 AND 10);
COMMENT ON COLUMN work.administration.practice_packets IS
  'How many packets with agreed levels each reviewer scores for each category before the candidates'' packets open.';
COMMENT ON COLUMN work.administration.control_packets IS
  'How many such packets each reviewer gets for each category among the candidates'', without being told.';
COMMENT ON COLUMN work.administration.calibration_points IS 'The greatest distance of the total of such a packet from the agreed one, in points.';
COMMENT ON COLUMN work.administration.calibration_levels IS 'The greatest distance on one criterion of one page, in levels.';

RESET ROLE;
SET ROLE review_data;

CREATE INDEX packet_by_administration ON review.packet (association_id, administration_id);

ALTER TABLE review.seal ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN review.seal.place IS
  'The order in which reviews were sealed, for whoever has to know what came after what and reads no moment.';

ALTER TABLE review.allocation
  ADD COLUMN practice boolean NOT NULL DEFAULT false,
  ADD COLUMN looked boolean NOT NULL DEFAULT false,
  ADD COLUMN held text NOT NULL DEFAULT '' CHECK (held IN ('', 'new', 'practice', 'paused'));
-- Several times a second the registrar asks what is held back; what is published is not looked at.
CREATE INDEX allocation_not_released ON review.allocation (association_id, packet_id) WHERE NOT released;
COMMENT ON COLUMN review.allocation.practice IS
  'Of a practice packet, which its reviewer knows to be one. Of a control packet it is false, as of a candidate''s: the review desk cannot '
  'tell those two apart.';
COMMENT ON COLUMN review.allocation.looked IS 'Practice: its reviewer has looked at how far off the review was.';
COMMENT ON COLUMN review.allocation.held IS
  'Why its reviewer may not open it now. new: just given, and the registrar has not yet given what belongs to it. practice: practice comes '
  'first. paused: a practice or control packet came out too far off, and a coordinator decides. Only the registrar changes it. A draft that '
  'is on its way is stored all the same.';

CREATE TABLE review.calibration (
  association_id uuid NOT NULL,
  allocation_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  category text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('practice', 'control')),
  calibration_id uuid NOT NULL,
  revision int NOT NULL DEFAULT 0 CHECK (revision >= 0),
  points int CHECK (points >= 0),
  levels int CHECK (levels >= 0),
  outside boolean,
  PRIMARY KEY (association_id, allocation_id),
  FOREIGN KEY (association_id, allocation_id) REFERENCES review.allocation (association_id, id),
  CHECK ((revision > 0) = (points IS NOT NULL AND levels IS NOT NULL AND outside IS NOT NULL))
);
CREATE INDEX calibration_by_reviewer ON review.calibration (association_id, administration_id, reviewer_id);
CREATE INDEX calibration_ever ON review.calibration (reviewer_id);
COMMENT ON TABLE review.calibration IS
  'Every practice and control packet that somebody was given, and how far off it came out. The review desk reads none of it; coordinators '
  'read all but which allocation it was.';
COMMENT ON COLUMN review.calibration.revision IS 'Of the locked review that was compared; 0: none was yet. It is compared once.';
COMMENT ON COLUMN review.calibration.points IS 'Distance of the total from the agreed total.';
COMMENT ON COLUMN review.calibration.levels IS 'The greatest distance on one criterion of one page.';
COMMENT ON COLUMN review.calibration.outside IS 'Either is more than the administration''s tolerance.';

CREATE TABLE review.control_let_go (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  category text NOT NULL,
  packets int NOT NULL CHECK (packets > 0),
  PRIMARY KEY (association_id, administration_id, reviewer_id, category)
);
COMMENT ON TABLE review.control_let_go IS
  'Control packets that were wanted for a reviewer and could not be made, because what the bank holds of them does not open. The packets of '
  'candidates open without them.';

CREATE TABLE review.comparison (
  association_id uuid NOT NULL,
  allocation_id uuid NOT NULL,
  revision int NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, allocation_id),
  FOREIGN KEY (association_id, allocation_id, revision) REFERENCES review.seal (association_id, allocation_id, revision)
);
COMMENT ON TABLE review.comparison IS
  'The agreed levels of one practice packet for the one reviewer who has locked it. The registrar writes it after the lock; the key to '
  'review.seal keeps it from being there before. Never of a control packet.';
COMMENT ON COLUMN review.comparison.sealed IS
  'Kind review, column review.comparison.sealed, row allocation_id, version revision: JSON {"agreed": {"<page>.<criterion>": {"level", '
  '"why"}}, "total": agreed, "points", "levels", "tolerance": {"points", "levels"}, "outside": bool}.';

CREATE TABLE review.pause (
  association_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  administration_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  category text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('practice', 'control')),
  points int NOT NULL,
  levels int NOT NULL,
  paused_at timestamptz NOT NULL,
  ended text CHECK (ended IN ('goes_on', 'practice', 'stopped')),
  reason text CHECK (length(reason) BETWEEN 3 AND 400),
  ended_by uuid,
  ended_at timestamptz,
  PRIMARY KEY (association_id, id),
  CHECK ((ended IS NULL) = (ended_at IS NULL) AND (ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (reason IS NULL))
);
CREATE INDEX pause_by_reviewer ON review.pause (association_id, administration_id, reviewer_id);
COMMENT ON TABLE review.pause IS
  'A reviewer was outside the tolerance and gets no packet to open until a coordinator has decided: goes_on, practice (one more practice '
  'packet first) or stopped. It names no packet.';
