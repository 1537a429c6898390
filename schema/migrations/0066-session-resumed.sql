-- Two coordinators' acts may be carried out in another order than they came in; no stretch of time is given back twice.
SET ROLE work_data;

ALTER TABLE work.session ADD COLUMN resumed_at timestamptz;
COMMENT ON COLUMN work.session.resumed_at IS
  'When the clock last went on after a pause; NULL: never. A pause that came before that, and is carried out after, begins then.';
