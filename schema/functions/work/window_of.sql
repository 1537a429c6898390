-- Between which instants a candidate may start a part: in their own window (work.own_window), and not before their appointment. Whoever
-- starts by the end has the whole time: no window cuts an entitlement short. An appointment after the end binds nobody: another
-- date was granted since it was made.
CREATE OR REPLACE FUNCTION work.window_of(in_association uuid, in_registration uuid, in_part int,
                                          OUT opens_at timestamptz, OUT closes_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  begins timestamptz;
BEGIN
  SELECT w.opens_at, w.closes_at INTO window_of.opens_at, window_of.closes_at FROM work.own_window(in_association, in_registration) w;
  SELECT l.starts_at INTO begins
  FROM work.appointment a
  JOIN work.slot l ON l.association_id = a.association_id AND l.id = a.slot_id
  WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part AND NOT a.cancelled;
  IF begins > opens_at AND begins <= closes_at THEN
    opens_at := begins;
  END IF;
END;
$$;
