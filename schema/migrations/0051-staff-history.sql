-- What somebody may do can be ended and given again: what they have seen meanwhile stays seen.
SET ROLE staff_data;

ALTER TABLE staff.appointment ADD COLUMN held_before int NOT NULL DEFAULT 0 CHECK (held_before BETWEEN 0 AND 31);
COMMENT ON COLUMN staff.appointment.held_before IS
  'Every right that was held earlier: who has seen candidates never comes to see responses, nor the reverse, by way of no rights.';
