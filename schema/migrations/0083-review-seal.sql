-- A locked review is sealed in a chain: each revision is committed to and signed, and none is ever changed or taken away. A decision
-- says which reviews it was made from, and a later one follows it under the next number.
SET ROLE review_data;

CREATE TABLE review.seal (
  association_id uuid NOT NULL,
  allocation_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  sealed bytea NOT NULL,
  commitment bytea NOT NULL CHECK (length(commitment) = 32),
  previous bytea CHECK (length(previous) = 32),
  reason bytea CHECK (length(reason) = 32),
  signature bytea CHECK (length(signature) = 64),
  at timestamptz NOT NULL,
  PRIMARY KEY (association_id, allocation_id, revision),
  FOREIGN KEY (association_id, allocation_id) REFERENCES review.allocation (association_id, id),
  CHECK ((revision = 1) = (previous IS NULL) AND (revision = 1) = (reason IS NULL)),
  CONSTRAINT seal_is_signed CHECK (signature IS NOT NULL OR revision = 1)
);
-- audit.refuse_change, which is not the table owner's, keeps it append-only.
GRANT USAGE ON SCHEMA review TO audit_data;
GRANT TRIGGER ON review.seal TO audit_data;
COMMENT ON TABLE review.seal IS
  'Every review that was locked, append-only: a trigger refuses all else. Of each allocation the newest counts, and is also in '
  'review.allocation. No coordinator reads it.';
COMMENT ON COLUMN review.seal.revision IS 'From 1, without a gap.';
COMMENT ON COLUMN review.seal.sealed IS 'As review.allocation.sealed of this revision.';
COMMENT ON COLUMN review.seal.commitment IS
  'BLAKE2b-256 of the opened review. Random in it is "key", 32 bytes: who has the commitment alone cannot try out likely reviews.';
COMMENT ON COLUMN review.seal.previous IS 'The commitment of the revision before; NULL: the first.';
COMMENT ON COLUMN review.seal.reason IS 'Digest of the reason for this revision (review_seal_reason in crypto/review_seal.h); its words are in sealed.';
COMMENT ON COLUMN review.seal.signature IS
  'Ed25519 over the seal (crypto/review_seal.h), by the key "review_sign", which the review desk alone holds. NULL: locked before reviews '
  'were signed; it counts again once its reviewer has locked a revision of it.';

ALTER TABLE review.allocation
  ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0),
  ADD COLUMN released boolean NOT NULL DEFAULT false;
UPDATE review.allocation SET revision = 1 WHERE state = 'locked';
INSERT INTO review.seal (association_id, allocation_id, revision, sealed, commitment, at)
SELECT a.association_id, a.id, 1, a.sealed, a.commitment, a.locked_at FROM review.allocation a WHERE a.state = 'locked';
ALTER TABLE review.allocation ADD CONSTRAINT locked_has_a_revision CHECK ((state = 'locked') = (revision > 0));
CREATE INDEX allocation_revised ON review.allocation (association_id, packet_id) WHERE revision > 1 AND NOT released;
COMMENT ON COLUMN review.allocation.revision IS 'Of the locked review that counts; 0: none is locked.';
COMMENT ON COLUMN review.allocation.released IS
  'No revision is taken any more: what it counted for is published. Set by the release itself, which excludes a lock at that moment.';
COMMENT ON COLUMN review.allocation.draft IS
  'Kind review, column review.allocation.draft, row id, version version: JSON {"levels": {"<page>.<criterion>": n}, "remarks": {"<page>.<criterion>": text}, '
  '"overall": text, "recommendation": "pass"|"fail"|null}; of a revision also "reason": text. On a locked review: the revision that is being written.';
COMMENT ON COLUMN review.allocation.sealed IS
  'Kind review, column review.allocation.sealed, row id, version revision: the same, complete, with "total" and "key".';

RESET ROLE;
UPDATE review.allocation a SET released = true
FROM review.packet k JOIN result.release e ON e.association_id = k.association_id AND e.administration_id = k.administration_id
WHERE k.association_id = a.association_id AND k.id = a.packet_id AND e.state = 'released' AND a.state = 'locked';

SET ROLE result_data;
ALTER TABLE result.part2 ADD COLUMN number int NOT NULL DEFAULT 1 CHECK (number > 0), ADD COLUMN made_from bytea[];
RESET ROLE;
UPDATE result.part2 p SET made_from = ARRAY(
  SELECT a.commitment FROM review.allocation a
  WHERE a.association_id = p.association_id AND a.packet_id = p.packet_id AND a.state = 'locked' ORDER BY a.seat);
SET ROLE result_data;
ALTER TABLE result.part2 ALTER COLUMN number DROP DEFAULT, ALTER COLUMN made_from SET NOT NULL,
  DROP CONSTRAINT part2_pkey, ADD PRIMARY KEY (association_id, packet_id, number);
COMMENT ON COLUMN result.part2.number IS 'From 1; the highest counts. One more each time a review was revised after it was decided.';
COMMENT ON COLUMN result.part2.made_from IS 'The commitments of the reviews that it was made from, in order of seat.';
COMMENT ON COLUMN result.part2.sealed IS
  'Kind result, column result.part2.sealed, row packet_id, version number - 1: JSON {"passed", "fired", "totals": [2 or 3], "max", "remarks": [texts]}.';
