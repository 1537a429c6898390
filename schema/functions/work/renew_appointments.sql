-- Something that calendars show of a slot has changed: a new version of every appointment in it. Returns how many there are.
CREATE OR REPLACE FUNCTION work.renew_appointments(in_association uuid, in_slot uuid, in_at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  renewed int;
BEGIN
  UPDATE work.appointment AS a SET sequence = a.sequence + 1, changed_at = in_at
  WHERE a.association_id = in_association AND a.slot_id = in_slot AND NOT a.cancelled;
  GET DIAGNOSTICS renewed = ROW_COUNT;
  RETURN renewed;
END;
$$;
