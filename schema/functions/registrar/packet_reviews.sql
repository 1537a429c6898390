-- The locked reviews of a packet by seat, each with the chain of its seals: a row for each seal in order of revision; number is NULL
-- where there is none at all. released: what the review counted for is published. A review whose reviewer turned out to be barred has
-- no seat and is left out. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.packet_reviews(in_association uuid, in_packet uuid)
RETURNS TABLE (outcome text, allocation_id uuid, seat int, sealed bytea, commitment bytea, revision int, number int, sealed_as bytea,
               previous bytea, reason bytea, signature bytea, released boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', l.id, l.seat::int, l.sealed, l.commitment, l.revision, s.revision, s.commitment, s.previous, s.reason, s.signature, l.released
  FROM review.allocation l
  LEFT JOIN review.seal s ON s.association_id = l.association_id AND s.allocation_id = l.id
  WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.state = 'locked' AND l.seat > 0
  ORDER BY l.seat, s.revision;
$$;
