-- work.own_window for many, in one statement: the arrays are of one length, an element of each for one candidate. place: from 1.
CREATE OR REPLACE FUNCTION work.own_window_many(in_associations uuid[], in_registrations uuid[])
RETURNS TABLE (place int, opens_at timestamptz, closes_at timestamptz, own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT i.place, coalesce(c.opens_at, d.opens_at), coalesce(c.closes_at, d.closes_at), c.id IS NOT NULL
  FROM generate_series(1, cardinality(in_registrations)) AS i (place)
  JOIN work.registration r ON r.association_id = in_associations[i.place] AND r.id = in_registrations[i.place]
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  LEFT JOIN work.accommodation c ON c.association_id = r.association_id AND c.registration_id = r.id AND c.kind = 'date'
                                AND c.state = 'granted';
END;
$$;
