-- What was published for the same people in earlier administrations, the newest release of each. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.earlier_outcomes(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, registration_id uuid, earlier_id uuid, number int, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT DISTINCT ON (r.id, w.id) 'done', r.id, w.id, e.number, o.sealed
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  JOIN work.registration w ON w.association_id = r.association_id AND w.person_id = r.person_id AND w.id <> r.id
  JOIN work.administration b ON b.association_id = w.association_id AND b.id = w.administration_id AND b.opens_at < d.opens_at
  JOIN result.outcome o ON o.association_id = w.association_id AND o.registration_id = w.id
  JOIN result.release e ON e.association_id = o.association_id AND e.id = o.release_id AND e.state = 'released'
  WHERE r.association_id = in_association AND r.administration_id = in_administration
  ORDER BY r.id, w.id, e.number DESC;
$$;
