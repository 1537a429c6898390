-- Which sessions changed of late, so that the desks whose pages wait for a change need not compare all of them again and again; and a
-- session is found by whose it is, since whole rooms ask at once.
SET ROLE work_data;

CREATE TABLE work.change (
  session_id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX change_by_xid ON work.change (xid);
COMMENT ON TABLE work.change IS
  'A row for each session that an open page must learn of anew, written by triggers in the transaction that changes it. A desk reads what '
  'its snapshot sees and the snapshot of its look before did not: so whatever is committed late is told, and nothing twice. Rows that '
  'every desk has seen are deleted; no association, person or kind of change is in it.';
COMMENT ON COLUMN work.change.xid IS 'The transaction that wrote it.';

-- Of its two keys to the attempt, the one with the registration says all.
ALTER TABLE work.session DROP CONSTRAINT session_association_id_attempt_id_fkey;
CREATE UNIQUE INDEX session_of_candidate ON work.session (registration_id, part);

-- What tells rows apart comes first: of a table that was just emptied or never filled, the planner would as soon read all of an association.
ALTER TABLE work.attempt
  DROP CONSTRAINT attempt_association_id_registration_id_key,
  ADD CONSTRAINT attempt_once UNIQUE (registration_id, association_id);
ALTER TABLE work.session
  DROP CONSTRAINT session_association_id_attempt_id_part_key,
  ADD CONSTRAINT session_once UNIQUE (attempt_id, part, association_id);

-- A session's row changes three times within the minute in which it is made, and no key with it: with room beside it no index is touched.
ALTER TABLE work.session SET (fillfactor = 40);
