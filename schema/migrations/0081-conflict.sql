-- Who must not review whom, who has stopped, and what of a review counts.
SET ROLE staff_data;

-- What coordinators know: people and places that a reviewer must not score.
CREATE TABLE staff.conflict (
  association_id uuid NOT NULL REFERENCES staff.association (id),
  id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES staff.account (id),
  sealed bytea NOT NULL,
  made_by uuid NOT NULL REFERENCES staff.account (id),
  made_at timestamptz NOT NULL,
  withdrawn_by uuid REFERENCES staff.account (id),
  withdrawn_at timestamptz,
  PRIMARY KEY (association_id, id),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX conflict_by_account ON staff.conflict (account_id);
COMMENT ON COLUMN staff.conflict.sealed IS
  'Kind identity, column staff.conflict.sealed, row id, version 0: JSON {"name", "email", "employer"}, each may be absent, one is not.';
COMMENT ON COLUMN staff.account.sealed IS
  'Kind identity, column staff.account.sealed, version 0: JSON {"name", "email", "employer"} (the last may be absent).';

-- A row for each change that may bar somebody or free them; the registrar takes it away when it has worked out anew who is barred.
-- While one is there nothing is allocated in the association.
CREATE TABLE staff.conflict_news (
  association_id uuid NOT NULL REFERENCES staff.association (id),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (association_id, id)
);

SET ROLE review_data;

-- What reviewers say themselves. It is theirs, whoever they review for, so it carries no association; it is never taken back.
CREATE TABLE review.conflict (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  sealed bytea NOT NULL
);
CREATE INDEX conflict_by_account ON review.conflict (account_id);
COMMENT ON COLUMN review.conflict.sealed IS
  'Kind review, column review.conflict.sealed, row id, version 0: JSON {"relation": supervise|employ|taught|related|other, "name", '
  '"email", "employer"}; the last three may be absent, one is not. The coordination desk has no key to it.';

-- Reviewers who do no more for one administration.
CREATE TABLE review.stop (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  account_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400),
  stopped_by uuid NOT NULL,
  stopped_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, administration_id, account_id)
);

ALTER TABLE review.packet ADD COLUMN remasking boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN review.packet.remasking IS
  'A reviewer gave it back and a masker has it again: no seat of it is filled meanwhile. Set by the review desk, cleared by the registrar.';
COMMENT ON COLUMN review.packet.barred IS
  'Accounts that must not review it (core/conflict.h), worked out at intake and again with each row of staff.conflict_news.';
COMMENT ON COLUMN review.packet.state IS
  'waiting: nobody has had it. in_review: two seats, of which one may have come free again. third_needed: two reviews are locked and '
  'call for a third. decided.';

-- Seat 0 is beside the table: its reviewer turned out to be barred. They see no difference, because a packet that vanished on a
-- declaration would tell them who wrote it; nothing they do with it counts, and somebody else has the seat.
ALTER TABLE review.allocation DROP CONSTRAINT allocation_seat_check;
ALTER TABLE review.allocation ADD CONSTRAINT allocation_seat_check CHECK (seat BETWEEN 0 AND 3);
DROP INDEX review.allocation_one_seat;
CREATE UNIQUE INDEX allocation_one_seat ON review.allocation (association_id, packet_id, seat) WHERE state <> 'ended' AND seat > 0;
COMMENT ON COLUMN review.allocation.seat IS
  '1 and 2: the two reviews. 3: the third, when called for. 0: none of them any more, and counted nowhere. Reviewers never see it.';

ALTER TABLE review.allocation ADD COLUMN touched_at timestamptz;
COMMENT ON COLUMN review.allocation.touched_at IS
  'When it was given, or last saved or locked. Coordinators see of it whole days for a reviewer who is idle past the policy, and '
  'reviewers nothing. NULL: older than this column.';
