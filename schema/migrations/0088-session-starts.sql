-- A clock that begins to run touches no index: which sessions are not closed is told by a column that stays as it is until then.
SET ROLE work_data;

DROP INDEX work.session_not_closed;
CREATE INDEX session_not_closed ON work.session (association_id, id) WHERE closed_at IS NULL;
COMMENT ON INDEX work.session_not_closed IS
  'Found by who asks for closed_at IS NULL, which is what state <> ''closed'' says (closed_has_a_time).';
