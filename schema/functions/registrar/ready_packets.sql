-- Live packets that wait for the registrar: both reviews are locked, or all three; or a third reviewer is called for and has no seat,
-- and the two may agree since one of them was revised. None of an association where who is barred is being worked out. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.ready_packets()
RETURNS TABLE (outcome text, association_id uuid, packet_id uuid, pages int, criteria int, top_level int, version int,
               sealed bytea, rule text, pass_percent int, near_line_points int, level_tolerance int)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.association_id, k.id,
         k.pages, k.criteria, k.top_level, k.version, k.sealed, d.part2_rule, d.part2_pass_percent, d.near_line_points, d.level_tolerance
  FROM review.packet k
  JOIN work.administration d ON d.association_id = k.association_id AND d.id = k.administration_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE l.state = 'locked' AND l.seat IN (1, 2)) AS locked,
           count(*) FILTER (WHERE l.seat = 3 AND l.state <> 'ended') AS third,
           count(*) FILTER (WHERE l.seat = 3 AND l.state = 'locked') AS third_locked
    FROM review.allocation l WHERE l.association_id = k.association_id AND l.packet_id = k.id) n
  WHERE k.purpose = 'live' AND n.locked = 2
    AND (k.state IN ('waiting', 'in_review') OR (k.state = 'third_needed' AND (n.third = 0 OR n.third_locked = 1)))
    AND NOT EXISTS (SELECT FROM staff.conflict_news c WHERE c.association_id = k.association_id)
  -- In no order: those for whom nobody can be called do not stand before the others for ever.
  ORDER BY random() LIMIT 50;
$$;
