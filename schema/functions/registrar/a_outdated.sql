-- Is the newest decision on a packet made from other reviews than those that are locked now? Also when there is no decision.
CREATE OR REPLACE FUNCTION registrar_api.outdated(in_association uuid, in_packet uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT (SELECT p.made_from FROM result.part2 p WHERE p.association_id = in_association AND p.packet_id = in_packet
          ORDER BY p.number DESC LIMIT 1)
         IS DISTINCT FROM
         ARRAY(SELECT l.commitment FROM review.allocation l
               WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.state = 'locked' AND l.seat > 0
               ORDER BY l.seat);
$$;
