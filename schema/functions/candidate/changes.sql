-- The sessions whose change (work.change) this look sees and the look before did not. in_seen: what that one gave as seen, NULL for
-- a first look, which is told of none. Always at least one row; session_id is NULL where nothing has changed.
-- seen: for the next look. floor: no transaction below this number is under way any more. link: which connection of the database it is;
-- another one may belong to another server, to which an earlier seen means nothing. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.changes(in_seen text)
RETURNS TABLE (outcome text, session_id uuid, seen text, floor bigint, link bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT 'done', c.session_id, s.now::text, pg_snapshot_xmin(s.now)::text::bigint, pg_backend_pid()::bigint
  FROM (SELECT pg_current_snapshot() AS now) s
  LEFT JOIN work.change c ON c.xid >= pg_snapshot_xmin(in_seen::pg_snapshot) AND NOT pg_visible_in_snapshot(c.xid, in_seen::pg_snapshot)
                             AND pg_visible_in_snapshot(c.xid, s.now);
END;
$$;
