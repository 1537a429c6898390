-- What an act on clocks came to for each session it was meant for, and why an outage was not given back.
SET ROLE work_data;

ALTER TABLE work.irregularity_session ADD COLUMN outcome text NOT NULL DEFAULT 'done'
  CHECK (outcome IN ('done', 'reopened', 'not_running', 'closed', 'not_paused', 'not_closed', 'no_time', 'taken_in', 'handed_in'));
COMMENT ON COLUMN work.irregularity_session.outcome IS
  'done, or done by opening it again; any other: nothing was done to this session, and why. A repeat of the act answers the same.';

ALTER TABLE work.outage_answer ADD COLUMN reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400);
