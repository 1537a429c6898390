-- What the remarks of a packet are merged for: all that was decided about it so far. NULL: it is not decided (now).
CREATE OR REPLACE FUNCTION registrar_api.feedback_basis(in_association uuid, in_packet uuid) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT sha256(string_agg(p.sealed, ''::bytea ORDER BY p.sealed)) FROM review.packet k
  JOIN result.part2 p ON p.association_id = k.association_id AND p.packet_id = k.id
  WHERE k.association_id = in_association AND k.id = in_packet AND k.state = 'decided';
$$;
