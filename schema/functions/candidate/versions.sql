-- The versions of these sessions (see candidate_api.settle), for the desk's watcher: it looks for all open pages at once and sends
-- those on that wait for a change. Nothing else is told. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.versions(in_sessions uuid[]) RETURNS TABLE (outcome text, session_id uuid, version bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', s.id, s.changes + (SELECT max(x.epoch) FROM work.login x
                                    WHERE x.association_id = t.association_id AND x.registration_id = t.registration_id)
  FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  WHERE s.id = ANY (in_sessions);
$$;
