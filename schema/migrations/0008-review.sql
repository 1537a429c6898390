-- What reviewers work on. No name, no attempt, no arrival: a packet is a masked copy, whole in itself.
CREATE SCHEMA review AUTHORIZATION review_data;
SET ROLE review_data;

CREATE TABLE review.packet (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  category text NOT NULL,
  pages int NOT NULL CHECK (pages BETWEEN 1 AND 20),
  criteria int NOT NULL CHECK (criteria BETWEEN 1 AND 20),
  top_level int NOT NULL CHECK (top_level BETWEEN 1 AND 10),
  barred uuid[] NOT NULL DEFAULT '{}',
  state text NOT NULL CHECK (state IN ('waiting', 'in_review', 'third_needed', 'decided')),
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, id)
);
COMMENT ON COLUMN review.packet.barred IS 'Accounts that must not review it, worked out at intake.';
COMMENT ON COLUMN review.packet.sealed IS
  'Kind packet, column review.packet.sealed, row id, version 0: JSON {"rubric": {"criteria": […]}, "pages": [{"position", "title", '
  '"paragraphs": […], "prompts": [{"id", "text", "response"}]}]}.';

CREATE TABLE review.allocation (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  packet_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  seat smallint NOT NULL CHECK (seat BETWEEN 1 AND 3),
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  order_key bytea NOT NULL CHECK (length(order_key) = 16),
  state text NOT NULL CHECK (state IN ('open', 'locked', 'ended')),
  version int NOT NULL DEFAULT 0,
  draft bytea,
  sealed bytea,
  commitment bytea CHECK (length(commitment) = 32),
  locked_at timestamptz,
  PRIMARY KEY (association_id, id),
  UNIQUE (code),
  FOREIGN KEY (association_id, packet_id) REFERENCES review.packet (association_id, id),
  CHECK ((state = 'locked') = (sealed IS NOT NULL AND commitment IS NOT NULL AND locked_at IS NOT NULL))
);
CREATE UNIQUE INDEX allocation_one_seat ON review.allocation (association_id, packet_id, seat) WHERE state <> 'ended';
CREATE UNIQUE INDEX allocation_one_reviewer ON review.allocation (association_id, packet_id, reviewer_id);
CREATE INDEX allocation_by_reviewer ON review.allocation (reviewer_id, association_id);
COMMENT ON COLUMN review.allocation.code IS 'This reviewer''s own code of the packet; no other reviewer has the same.';
COMMENT ON COLUMN review.allocation.order_key IS 'Random: the reviewer''s own order.';
COMMENT ON COLUMN review.allocation.draft IS
  'Kind review, column review.allocation.draft, row id, version version: JSON {"levels": {"<page>.<criterion>": n}, "remarks": {"<page>.<criterion>": text}, "overall": text, "recommendation": "pass"|"fail"|null}.';
COMMENT ON COLUMN review.allocation.sealed IS
  'Kind review, column review.allocation.sealed, row id, version 1: the same, complete, with "total"; written once.';
COMMENT ON COLUMN review.allocation.commitment IS 'BLAKE2b-256 of the opened review and a random key inside it.';
