-- The packets of an administration whose reviews count and of which at least one is locked. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.reviewed_packets(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, packet_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.id FROM review.packet k
  WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live'
    AND EXISTS (SELECT FROM review.allocation l WHERE l.association_id = k.association_id AND l.packet_id = k.id AND l.state = 'locked')
  ORDER BY k.id;
$$;
