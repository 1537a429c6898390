-- Whether somebody may still sit one of these parts: a part that is owed has no closed session, and the latest deadline that
-- the windows allow anybody, with its grace, is not past.
CREATE OR REPLACE FUNCTION registrar_api.window_open(in_association uuid, in_administration uuid, in_parts int[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM work.registration r
    CROSS JOIN LATERAL unnest(r.parts) p (part)
    LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = p.part
    WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL
      AND p.part = ANY (in_parts) AND s.state IS DISTINCT FROM 'closed')
    AND service.now_utc() <= work.latest_end(in_association, in_administration, in_parts);
$$;
