-- What reviewers who hold packets of candidates still lack of practice and control packets, as their administration's policy and
-- coordinators' decisions say; only where the bank has one for them. wanted: how many. Nothing for whom stopped. A control packet comes
-- only together with candidates' packets that have just been given and have not opened: alone it would show what it is. So one that
-- was given back or ended is not replaced, and one that cannot be made is let go. in_administration: NULL for all.
CREATE OR REPLACE FUNCTION registrar_api.calibration_wanted(in_administration uuid)
RETURNS TABLE (association_id uuid, administration_id uuid, reviewer_id uuid, category text, purpose text, wanted int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH holder AS MATERIALIZED (
    SELECT k.association_id, k.administration_id, l.reviewer_id, k.category, d.practice_packets, d.control_packets,
           bool_or(l.held = 'new') AS fresh
    FROM work.administration d
    JOIN review.packet k ON k.association_id = d.association_id AND k.administration_id = d.id AND k.purpose = 'live'
    JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id AND l.state = 'open' AND NOT l.released
    WHERE d.practice_packets + d.control_packets > 0 AND (in_administration IS NULL OR d.id = in_administration)
      AND NOT EXISTS (SELECT FROM review.stop s WHERE s.association_id = d.association_id AND s.administration_id = d.id
                      AND s.account_id = l.reviewer_id)
    GROUP BY 1, 2, 3, 4, 5, 6),
  lack AS (
    SELECT h.*, p.purpose,
           CASE p.purpose WHEN 'control' THEN h.control_packets - (
             SELECT coalesce(sum(n.packets), 0)::int FROM review.control_let_go n WHERE n.association_id = h.association_id
               AND n.administration_id = h.administration_id AND n.reviewer_id = h.reviewer_id AND n.category = h.category) ELSE h.practice_packets + (
             SELECT count(*)::int FROM review.pause e WHERE e.association_id = h.association_id AND e.administration_id = h.administration_id
               AND e.reviewer_id = h.reviewer_id AND e.category = h.category AND e.ended = 'practice') END
           - (SELECT count(*)::int FROM review.calibration g
              JOIN review.allocation l ON l.association_id = g.association_id AND l.id = g.allocation_id
                AND (g.purpose = 'control' OR l.state <> 'ended')
              WHERE g.association_id = h.association_id AND g.administration_id = h.administration_id
                AND g.reviewer_id = h.reviewer_id AND g.category = h.category AND g.purpose = p.purpose) AS number
    FROM holder h CROSS JOIN (VALUES ('practice'), ('control')) p (purpose)
    WHERE p.purpose = 'practice' OR h.fresh)
  SELECT l.association_id, l.administration_id, l.reviewer_id, l.category, l.purpose, l.number
  FROM lack l
  WHERE l.number > 0 AND EXISTS (SELECT FROM registrar_api.calibration_choice(l.association_id, l.administration_id, l.reviewer_id,
                                                                              l.category, l.purpose));
END;
$$;
