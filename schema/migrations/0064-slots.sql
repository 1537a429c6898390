-- A slot that was a mistake, or whose room is gone: nobody can take it any more, and calendars that know of it stay true.
SET ROLE work_data;

ALTER TABLE work.slot ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.slot.withdrawn IS 'Nobody holds it and nobody can take it. Added again, it is there again.';
COMMENT ON TABLE work.slot IS
  'Its part cannot be started without an appointment as long as the administration has slots for it (work.lacks_appointment). Its time '
  'never changes: who is to come at another time gets another slot, and so another version of their appointment.';
CREATE INDEX appointment_of_slot ON work.appointment (association_id, slot_id) WHERE NOT cancelled;
