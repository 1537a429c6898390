-- Groups that are too small to hide in, and packets that come back to the masker.
SET ROLE intake_data;

ALTER TABLE intake.response ADD COLUMN returns int NOT NULL DEFAULT 0 CHECK (returns >= 0);
COMMENT ON COLUMN intake.response.returns IS 'How often a reviewer gave its packet back.';
COMMENT ON COLUMN intake.response.sealed IS
  'Kind intake, column intake.response.sealed, row id, version version: JSON {"pages": [{"position", "title", "responses": '
  '[{"prompt", "text", "masks": [{"from", "to", "why"}]}]}], "returned": [{"kind": writer|named|other, "words"}]}; from and to in code '
  'points, why a word of core/masking.h; returned (may be absent): why its packet was given back, without who did.';

CREATE TABLE intake.small_group (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  category text NOT NULL,
  responses int NOT NULL CHECK (responses BETWEEN 1 AND 4),
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400),
  decided_by uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, administration_id, category)
);
COMMENT ON TABLE intake.small_group IS
  'A coordinator''s word that the responses of one category of an administration are reviewed although they are fewer than five. '
  'work.groups says which groups wait for one.';

SET ROLE review_data;

CREATE TABLE review.give_back (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  packet_id uuid NOT NULL,
  allocation_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'given' CHECK (state IN ('given', 'masking', 'done')),
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, allocation_id),
  FOREIGN KEY (association_id, packet_id) REFERENCES review.packet (association_id, id),
  FOREIGN KEY (association_id, allocation_id) REFERENCES review.allocation (association_id, id)
);
COMMENT ON TABLE review.give_back IS
  'A reviewer could tell who wrote a packet, or that somebody is named in it. Their allocation ends, and allocation_one_reviewer keeps '
  'them from ever getting the packet again.';
COMMENT ON COLUMN review.give_back.state IS
  'given: the registrar has not seen it. masking: a masker has the response again. done: the packet was sealed anew, or needed not be.';
COMMENT ON COLUMN review.give_back.sealed IS
  'Kind review, column review.give_back.sealed, row id, version 0: JSON {"kind": writer|named|other, "words"}.';
CREATE INDEX give_back_open ON review.give_back (association_id, packet_id) WHERE state <> 'done';
