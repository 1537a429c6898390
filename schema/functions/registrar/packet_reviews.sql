-- The locked reviews of a packet by seat; one whose reviewer turned out to be barred has none. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.packet_reviews(in_association uuid, in_packet uuid)
RETURNS TABLE (outcome text, allocation_id uuid, seat int, sealed bytea, commitment bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', l.id, l.seat::int, l.sealed, l.commitment FROM review.allocation l
  WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.state = 'locked' AND l.seat > 0
  ORDER BY l.seat;
$$;
