-- Every save can be proved: what it says, and in which signed batch it was written.
SET ROLE work_data;

CREATE TABLE work.batch (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  leaves bytea NOT NULL CHECK (length(leaves) BETWEEN 32 AND 32000 AND length(leaves) % 32 = 0),
  signature bytea NOT NULL CHECK (length(signature) = 64)
);
COMMENT ON TABLE work.batch IS
  'Saves that one desk wrote in one transaction. They may be of several associations; nothing here tells whose. Append-only.';
COMMENT ON COLUMN work.batch.at IS 'When the last of them arrived.';
COMMENT ON COLUMN work.batch.leaves IS
  'Hashes of the receipts of all that were sent together (crypto/receipt.h), 32 bytes each; some may have been refused and are no save.';
COMMENT ON COLUMN work.batch.signature IS 'Ed25519 over the root of the hash tree over the leaves, by the key "receipt".';

ALTER TABLE work.save
  ADD COLUMN digest bytea CHECK (length(digest) = 32),
  ADD COLUMN batch_id uuid,
  ADD COLUMN batch_index smallint CHECK (batch_index >= 0),
  ADD CONSTRAINT batch_and_place CHECK ((batch_id IS NULL) = (batch_index IS NULL)),
  DROP CONSTRAINT save_association_id_session_id_fkey;
COMMENT ON TABLE work.save IS
  'Every answer that was sent, append-only. What counts is, for each ref, the highest (epoch, sequence) that is not late. '
  'Its session and its batch are not foreign keys: candidate_api.save and save_batch are the only writers and hold the session''s row '
  'when they write, and a check of each row alone would cost more than all the rest of a batch. `blindmark check` looks for orphans.';
COMMENT ON COLUMN work.save.digest IS
  'SHA-256 of the answer with its save_id (receipt_digest in crypto/receipt.h). NULL: written before receipts were given.';
COMMENT ON COLUMN work.save.batch_id IS 'The signed batch it was written with. NULL: alone; its receipt is a tree of its own.';
COMMENT ON COLUMN work.save.batch_index IS 'Its place among the leaves of the batch, from 0.';
