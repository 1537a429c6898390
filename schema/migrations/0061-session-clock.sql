-- The clock of a session may be paused, and open pages wait for its next change.
SET ROLE work_data;

ALTER TABLE work.session
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN paused_by text CHECK (paused_by IN ('staff', 'candidate')),
  ADD COLUMN going_since timestamptz,
  ADD COLUMN paused_us bigint NOT NULL DEFAULT 0 CHECK (paused_us >= 0),
  ADD COLUMN changes bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT only_a_running_clock_pauses CHECK (paused_at IS NULL OR state = 'running'),
  ADD CONSTRAINT somebody_paused_it CHECK ((paused_at IS NULL) = (paused_by IS NULL));
COMMENT ON COLUMN work.session.paused_at IS 'The clock stands since then; such a session is never overdue and takes saves.';
COMMENT ON COLUMN work.session.going_since IS
  'The start or the last resume: a pause that came before it but was carried out after it begins there, or time were given twice.';
UPDATE work.session SET going_since = started_at;
COMMENT ON COLUMN work.session.paused_us IS
  'How long it has really been paused, in microseconds, the pause that lasts not counted. The ledger''s pauses are this, rounded up once.';
COMMENT ON COLUMN work.session.changes IS 'Counts changes of this row, so that an open page can wait for the next.';

CREATE UNIQUE INDEX session_by_id ON work.session (id);
