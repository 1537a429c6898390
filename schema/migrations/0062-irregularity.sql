-- What a person did to the time of sessions, and why. Whoever did it cannot approve it; the release waits for approval.
SET ROLE work_data;

CREATE TABLE work.irregularity (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  act text NOT NULL CHECK (act IN ('pause', 'resume', 'minutes', 'reopen', 'outage')),
  category text NOT NULL CHECK (category IN ('environment', 'examinee', 'staff', 'technical', 'other')),
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400),
  seconds int NOT NULL DEFAULT 0 CHECK (seconds BETWEEN 0 AND 86400),
  by_id uuid NOT NULL,
  at timestamptz NOT NULL,
  approved_by uuid CHECK (approved_by <> by_id),
  approved_at timestamptz,
  PRIMARY KEY (association_id, id),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((act IN ('minutes', 'outage')) <= (seconds > 0))
);
COMMENT ON TABLE work.irregularity IS 'During an exam one acts first, with a reason; a second person approves before the release.';

CREATE TABLE work.irregularity_session (
  association_id uuid NOT NULL,
  irregularity_id uuid NOT NULL,
  session_id uuid NOT NULL,
  outcome text NOT NULL DEFAULT 'done'
    CHECK (outcome IN ('done', 'reopened', 'not_running', 'closed', 'not_paused', 'not_closed', 'no_time', 'taken_in', 'handed_in')),
  PRIMARY KEY (association_id, irregularity_id, session_id),
  FOREIGN KEY (association_id, irregularity_id) REFERENCES work.irregularity (association_id, id),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON COLUMN work.irregularity_session.outcome IS
  'done, or done by opening it again; any other: nothing was done to this session, and why. A repeat of the act answers the same.';
CREATE INDEX irregularity_of_session ON work.irregularity_session (association_id, session_id);

-- The server's own pulse. A gap is an outage, the same for every association.
RESET ROLE;
SET ROLE service_data;
CREATE TABLE service.heartbeat (
  desk text PRIMARY KEY CHECK (desk IN ('candidate', 'registrar')),
  at timestamptz NOT NULL,
  measured timestamptz NOT NULL,
  skew_us bigint NOT NULL
);
COMMENT ON COLUMN service.heartbeat.measured IS 'The same instant without the shift of a demo or test, so that travelling in time is no outage.';
COMMENT ON COLUMN service.heartbeat.skew_us IS 'By how much the boot-time clock is ahead of the database''s; more than a second raises an alarm.';

CREATE TABLE service.outage (
  id uuid PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL CHECK (ended_at > began_at)
);
COMMENT ON TABLE service.outage IS 'Time without a heartbeat of the candidate desk, or without a database.';
GRANT USAGE ON SCHEMA service TO work_data;
GRANT REFERENCES ON service.outage TO work_data;

RESET ROLE;
SET ROLE work_data;
CREATE TABLE work.outage_answer (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  outage_id uuid NOT NULL REFERENCES service.outage (id),
  irregularity_id uuid,
  by_id uuid NOT NULL,
  at timestamptz NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400),
  PRIMARY KEY (association_id, administration_id, outage_id),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id),
  FOREIGN KEY (association_id, irregularity_id) REFERENCES work.irregularity (association_id, id)
);
COMMENT ON TABLE work.outage_answer IS 'What a coordinator said to the offer to give an outage back: the irregularity that gave it, or none (dismissed).';
