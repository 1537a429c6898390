-- work.start for many, without waiting: gives the sessions whose clock began to run by this. One that somebody else holds is left out.
CREATE OR REPLACE FUNCTION work.start_many(in_associations uuid[], in_sessions uuid[], in_times timestamptz[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  WITH held AS MATERIALIZED (
    SELECT s.association_id, s.id, i.at
    FROM unnest(in_associations, in_sessions, in_times) AS i (association, session, at)
    JOIN work.session s ON s.id = i.session AND s.association_id = i.association
    WHERE s.state = 'opened'
    FOR NO KEY UPDATE OF s SKIP LOCKED
  )
  UPDATE work.session AS x SET state = 'running', started_at = h.at, going_since = h.at,
    deadline = h.at + make_interval(secs => x.entitled_s), changes = x.changes + 1
  FROM held h WHERE x.association_id = h.association_id AND x.id = h.id AND x.state = 'opened'
  RETURNING x.id;
END;
$$;
