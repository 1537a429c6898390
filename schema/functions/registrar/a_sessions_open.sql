-- Sessions of these parts that are not over: running, or opened and still able to start. After the window nobody whose
-- questions were never delivered can start.
CREATE OR REPLACE FUNCTION registrar_api.sessions_open(in_association uuid, in_administration uuid, in_parts int[])
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  CROSS JOIN LATERAL work.window_of(r.association_id, r.id, s.part) w
  WHERE r.association_id = in_association AND r.administration_id = in_administration AND s.part = ANY (in_parts)
    AND s.closed_at IS NULL   -- of its own, so that the windows of all who are done are not worked out
    AND (s.state = 'running' OR (s.state = 'opened' AND (s.delivered_at IS NOT NULL OR service.now_utc() <= w.closes_at)));
$$;
