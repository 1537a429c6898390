-- Between which instants a candidate may start a part: the administration's window, a window of one's own where another date was
-- granted, and not before one's appointment. Whoever starts by the end has the whole time: no window cuts an entitlement short.
CREATE OR REPLACE FUNCTION work.window_of(in_association uuid, in_registration uuid, in_part int,
                                          OUT opens_at timestamptz, OUT closes_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  begins timestamptz;
BEGIN
  SELECT coalesce(c.opens_at, d.opens_at), coalesce(c.closes_at, d.closes_at) INTO window_of.opens_at, window_of.closes_at
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  LEFT JOIN work.accommodation c ON c.association_id = r.association_id AND c.registration_id = r.id AND c.kind = 'date'
                                AND c.state = 'granted'
  WHERE r.association_id = in_association AND r.id = in_registration;
  SELECT l.starts_at INTO begins
  FROM work.appointment a
  JOIN work.slot l ON l.association_id = a.association_id AND l.id = a.slot_id
  WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part AND NOT a.cancelled;
  IF begins > opens_at THEN
    opens_at := least(begins, closes_at);
  END IF;
END;
$$;
