-- The number that a decision on this packet gets now. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.next_decision(in_association uuid, in_packet uuid, OUT outcome text, OUT number int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', coalesce(max(p.number), 0) + 1 FROM result.part2 p WHERE p.association_id = in_association AND p.packet_id = in_packet;
$$;
