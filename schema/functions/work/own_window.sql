-- The window of a candidate, appointments aside: the administration's, or one of their own where another date was granted (own).
CREATE OR REPLACE FUNCTION work.own_window(in_association uuid, in_registration uuid,
                                           OUT opens_at timestamptz, OUT closes_at timestamptz, OUT own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT coalesce(c.opens_at, d.opens_at), coalesce(c.closes_at, d.closes_at), c.id IS NOT NULL
  INTO own_window.opens_at, own_window.closes_at, own_window.own
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  LEFT JOIN work.accommodation c ON c.association_id = r.association_id AND c.registration_id = r.id AND c.kind = 'date'
                                AND c.state = 'granted'
  WHERE r.association_id = in_association AND r.id = in_registration;
END;
$$;
