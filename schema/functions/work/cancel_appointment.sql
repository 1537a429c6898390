-- Cancels the appointment of a part; it keeps its id, its slot (calendars are told which one it was) and its count of changes. Twice is
-- once. outcome: done | not_registered | begun | over | none (there never was one). appointment, sequence, changed: as work.book.
CREATE OR REPLACE FUNCTION work.cancel_appointment(in_association uuid, in_registration uuid, in_part int, in_by text, in_at timestamptz,
                                                   OUT outcome text, OUT appointment uuid, OUT sequence int, OUT changed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM work.hold_registration(in_association, in_registration);
  outcome := work.appointment_stays(in_association, in_registration, in_part, in_at);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  UPDATE work.appointment AS a SET cancelled = true, sequence = a.sequence + 1, made_by = in_by, changed_at = in_at
  WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part AND NOT a.cancelled;
  changed := FOUND;
  SELECT a.id, a.sequence INTO cancel_appointment.appointment, cancel_appointment.sequence FROM work.appointment a
  WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part;
  outcome := CASE WHEN FOUND THEN 'done' ELSE 'none' END;
END;
$$;
