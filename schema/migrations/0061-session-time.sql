-- The clock of a session: pauses, what irregularities gave, who approved it; and what the server knows of its own outages.
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

-- What a person did to the time of sessions, and why. Whoever did it cannot approve it; the release waits for approval.
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
  PRIMARY KEY (association_id, irregularity_id, session_id),
  FOREIGN KEY (association_id, irregularity_id) REFERENCES work.irregularity (association_id, id),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
CREATE INDEX irregularity_of_session ON work.irregularity_session (association_id, session_id);

-- Appointments: a slot has places; a candidate has at most one appointment for each part.
CREATE TABLE work.slot (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  part smallint NOT NULL CHECK (part IN (1, 2)),
  starts_at timestamptz NOT NULL,
  places int NOT NULL CHECK (places BETWEEN 1 AND 500),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, administration_id, part, starts_at, place),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id)
);
COMMENT ON COLUMN work.slot.starts_at IS 'The earliest start of whoever has this appointment; the end of the window is the latest, as for everybody.';

CREATE TABLE work.appointment (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  registration_id uuid NOT NULL,
  part smallint NOT NULL CHECK (part IN (1, 2)),
  slot_id uuid NOT NULL,
  cancelled boolean NOT NULL DEFAULT false,
  sequence int NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  made_by text NOT NULL CHECK (made_by IN ('candidate', 'staff')),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, registration_id, part),
  FOREIGN KEY (association_id, registration_id) REFERENCES work.registration (association_id, id),
  FOREIGN KEY (association_id, slot_id) REFERENCES work.slot (association_id, id)
);
COMMENT ON COLUMN work.appointment.id IS 'Stays when the appointment moves or is cancelled: the calendar''s UID. sequence counts the changes.';

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
  PRIMARY KEY (association_id, administration_id, outage_id),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id),
  FOREIGN KEY (association_id, irregularity_id) REFERENCES work.irregularity (association_id, id)
);
COMMENT ON TABLE work.outage_answer IS 'What a coordinator said to the offer to give an outage back: the irregularity that gave it, or none (dismissed).';
