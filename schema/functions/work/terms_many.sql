-- What many candidates may start a part on, in one statement: the arrays are of one length, an element of each for one candidate. A row
-- for each who is registered for the part, has not withdrawn and has a form for it: the window (work.window_of), whether they lack an
-- appointment (work.lacks_appointment), and the ledger's first entries in seconds, 0 where there is none (work.owed). place: from 1.
-- These rules are said here once more because asking them candidate by candidate was most of the work of a start; a test compares.
CREATE OR REPLACE FUNCTION work.terms_many(in_associations uuid[], in_registrations uuid[], in_parts int[])
RETURNS TABLE (place int, form_id uuid, grace_s int, opens_at timestamptz, closes_at timestamptz, lacks_appointment boolean,
               base_s int, esl_s int, other_s int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT i.place, f.form_id, d.grace_s,
         CASE WHEN b.begins > w.opens_at AND b.begins <= w.closes_at THEN b.begins ELSE w.opens_at END, w.closes_at,
         b.begins IS NULL AND w.own IS NULL
           AND (SELECT count(*) FROM (SELECT FROM work.slot l
                                      WHERE l.association_id = d.association_id AND l.administration_id = d.id
                                        AND l.part = in_parts[i.place] AND NOT l.withdrawn LIMIT 1) l) = 1,
         60 * CASE in_parts[i.place] WHEN 1 THEN d.part1_minutes ELSE d.part2_minutes END, 60 * w.esl, 60 * w.other
  -- OFFSET 0: each is looked up for its row, by what tells rows apart, whatever the statistics of a young database would rather join.
  FROM generate_series(1, cardinality(in_parts)) AS i (place)
  CROSS JOIN LATERAL (SELECT x.* FROM work.registration x
                      WHERE x.association_id = in_associations[i.place] AND x.id = in_registrations[i.place] OFFSET 0) r
  CROSS JOIN LATERAL (SELECT x.* FROM work.administration x
                      WHERE x.association_id = r.association_id AND x.id = r.administration_id OFFSET 0) d
  CROSS JOIN LATERAL (SELECT x.* FROM work.administration_form x
                      WHERE x.association_id = r.association_id AND x.administration_id = r.administration_id
                        AND x.part = in_parts[i.place] AND x.track = r.track AND x.category = r.category OFFSET 0) f
  -- There is at most one granted of each kind.
  CROSS JOIN LATERAL (
    SELECT min(c.id::text) FILTER (WHERE c.kind = 'date') AS own,
           coalesce(min(c.opens_at), d.opens_at) AS opens_at, coalesce(min(c.closes_at), d.closes_at) AS closes_at,
           coalesce(sum(v.minutes) FILTER (WHERE c.kind = 'esl'), 0)::int AS esl,
           coalesce(sum(v.minutes) FILTER (WHERE c.kind = 'time'), 0)::int AS other
    FROM work.accommodation c
    CROSS JOIN LATERAL (SELECT CASE in_parts[i.place] WHEN 1 THEN c.part1_minutes ELSE c.part2_minutes END AS minutes) v
    WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.state = 'granted') w
  LEFT JOIN LATERAL (
    SELECT l.starts_at AS begins
    FROM (SELECT x.* FROM work.appointment x
          WHERE x.association_id = r.association_id AND x.registration_id = r.id AND x.part = in_parts[i.place] OFFSET 0) a
    JOIN work.slot l ON l.association_id = a.association_id AND l.id = a.slot_id
    WHERE NOT a.cancelled) b
    ON true
  WHERE r.withdrawn_at IS NULL AND in_parts[i.place] = ANY (r.parts);
END;
$$;
