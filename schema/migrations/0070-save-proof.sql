-- Every save can be proved: what it says, and in which signed batch it was written.

-- All that the candidate desk asks is a few look-ups by key, whatever a young database's statistics say: a plan that was made for
-- empty tables must still be right when twenty thousand have begun. As settings of the role they cost nothing at each call.
ALTER ROLE blindmark_candidate SET plan_cache_mode = force_generic_plan;
ALTER ROLE blindmark_candidate SET enable_seqscan = off;
ALTER ROLE blindmark_candidate SET enable_hashjoin = off;
ALTER ROLE blindmark_candidate SET enable_mergejoin = off;
ALTER ROLE blindmark_candidate SET enable_bitmapscan = off;
ALTER ROLE blindmark_candidate SET jit = off;

GRANT SELECT (association_id, form_id) ON bank.form_item, bank.form_vignette TO work_data;
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
  DROP CONSTRAINT save_association_id_session_id_fkey,
  -- The writers hold every ref against the form; a regular expression for each row was a twelfth of the work of a batch.
  DROP CONSTRAINT save_ref_check,
  ADD CONSTRAINT save_ref_check CHECK (starts_with(ref, 'item.') OR starts_with(ref, 'prompt.') OR ref = 'choice');

-- What tells rows apart comes first: the association is the same in all that are compared.
ALTER TABLE work.late_decision DROP CONSTRAINT late_decision_association_id_session_id_epoch_sequence_fkey;
ALTER TABLE work.save
  DROP CONSTRAINT save_pkey,
  DROP CONSTRAINT save_association_id_session_id_save_id_key,
  ADD PRIMARY KEY (session_id, epoch, sequence, association_id),
  ADD CONSTRAINT save_once UNIQUE (session_id, save_id, association_id);
ALTER TABLE work.late_decision
  ADD FOREIGN KEY (session_id, epoch, sequence, association_id) REFERENCES work.save (session_id, epoch, sequence, association_id);
COMMENT ON TABLE work.save IS
  'Every answer that was sent, append-only. What counts is, for each ref, the highest (epoch, sequence) that is not late. '
  'Its session and its batch are not foreign keys: candidate_api.save and save_batch are the only writers and hold the session''s row '
  'when they write, and a check of each row alone would cost more than all the rest of a batch. `blindmark check` looks for orphans.';
COMMENT ON COLUMN work.save.digest IS
  'SHA-256 of the answer with its save_id (receipt_digest in crypto/receipt.h). NULL: written before receipts were given.';
COMMENT ON COLUMN work.save.batch_id IS 'The signed batch it was written with. NULL: alone; its receipt is a tree of its own.';
COMMENT ON COLUMN work.save.batch_index IS 'Its place among the leaves of the batch, from 0.';

-- What every answer asks of its session, in the session's own row (work.complete_session fills it in).
ALTER TABLE work.attempt ADD CONSTRAINT attempt_of_registration UNIQUE (association_id, id, registration_id);
ALTER TABLE work.session ADD COLUMN registration_id uuid, ADD COLUMN questions int;
UPDATE work.session s
SET registration_id = (SELECT t.registration_id FROM work.attempt t
                       WHERE t.association_id = s.association_id AND t.id = s.attempt_id),
    questions = (SELECT count(*) FROM bank.form_item f WHERE f.association_id = s.association_id AND f.form_id = s.form_id)
              + (SELECT count(*) FROM bank.form_vignette f WHERE f.association_id = s.association_id AND f.form_id = s.form_id);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE work.session
  ALTER COLUMN registration_id SET NOT NULL,
  ALTER COLUMN questions SET NOT NULL,
  ADD CONSTRAINT session_of_registration FOREIGN KEY (association_id, attempt_id, registration_id)
    REFERENCES work.attempt (association_id, id, registration_id),
  ADD CONSTRAINT some_questions CHECK (questions >= 0);
COMMENT ON COLUMN work.session.registration_id IS 'Its attempt''s, so that an answer''s login is compared with one row.';
COMMENT ON COLUMN work.session.questions IS 'Positions of its form run from 1 to this: items of Part 1, vignettes of Part 2.';
