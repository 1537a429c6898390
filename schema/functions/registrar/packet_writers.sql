-- Who wrote the association's live packets that are not published yet. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.packet_writers(in_association uuid)
RETURNS TABLE (outcome text, packet_id uuid, person_id uuid, person_sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.id, p.id, p.sealed
  FROM review.packet k
  JOIN bridge.packet_link l ON l.association_id = k.association_id AND l.packet_id = k.id
  JOIN work.attempt t ON t.association_id = l.association_id AND t.id = l.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  WHERE k.association_id = in_association AND k.purpose = 'live'
    AND NOT EXISTS (SELECT FROM review.allocation a WHERE a.association_id = k.association_id AND a.packet_id = k.id AND a.released);
$$;
