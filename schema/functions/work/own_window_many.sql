-- work.own_window for many, in one statement: the arrays are of one length, an element of each for one candidate. place: from 1.
CREATE OR REPLACE FUNCTION work.own_window_many(in_associations uuid[], in_registrations uuid[])
RETURNS TABLE (place int, opens_at timestamptz, closes_at timestamptz, own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT i.place, coalesce(c.opens_at, d.opens_at), coalesce(c.closes_at, d.closes_at), c.id IS NOT NULL
  -- OFFSET 0: each is looked up for its row, whatever the statistics of a young database would rather join.
  FROM generate_series(1, cardinality(in_registrations)) AS i (place)
  CROSS JOIN LATERAL (SELECT x.* FROM work.registration x
                      WHERE x.association_id = in_associations[i.place] AND x.id = in_registrations[i.place] OFFSET 0) r
  CROSS JOIN LATERAL (SELECT x.* FROM work.administration x
                      WHERE x.association_id = r.association_id AND x.id = r.administration_id OFFSET 0) d
  LEFT JOIN LATERAL (SELECT x.* FROM work.accommodation x
                     WHERE x.association_id = r.association_id AND x.registration_id = r.id AND x.kind = 'date'
                       AND x.state = 'granted' OFFSET 0) c
    ON true;
END;
$$;
