-- What the remarks of a packet are merged for: its decision as it stands. NULL: not decided.
CREATE OR REPLACE FUNCTION registrar_api.feedback_basis(in_association uuid, in_packet uuid) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT sha256(p.sealed) FROM review.packet k
  JOIN result.part2 p ON p.association_id = k.association_id AND p.packet_id = k.id
  WHERE k.association_id = in_association AND k.id = in_packet AND k.state = 'decided'
  ORDER BY p.number DESC LIMIT 1;
$$;
