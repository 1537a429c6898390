-- Appointments: a slot has places; a candidate has at most one appointment for each part.
SET ROLE work_data;

CREATE TABLE work.slot (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  part smallint NOT NULL CHECK (part IN (1, 2)),
  starts_at timestamptz NOT NULL,
  places int NOT NULL CHECK (places BETWEEN 1 AND 500),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
  withdrawn boolean NOT NULL DEFAULT false,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, administration_id, part, starts_at, place),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id)
);
COMMENT ON TABLE work.slot IS
  'Its part cannot be started without an appointment as long as the administration has slots for it (work.lacks_appointment). Its time '
  'never changes: who is to come at another time gets another slot, and so another version of their appointment.';
COMMENT ON COLUMN work.slot.withdrawn IS
  'A slot that was a mistake, or whose room is gone. Nobody holds it and nobody can take it. Added again, it is there again.';
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
CREATE INDEX appointment_of_slot ON work.appointment (association_id, slot_id) WHERE NOT cancelled;
