-- One more entry in a session's ledger; its entitlement and its deadline follow. in_author NULL: a rule did it. The caller holds
-- the session's row and has judged that time may be added.
CREATE OR REPLACE FUNCTION work.add_entry(in_association uuid, in_session uuid, in_kind text, in_seconds int, in_reason text,
                                          in_author uuid, in_at timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  WITH entry AS (
    INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, author_id, at)
    SELECT in_association, in_session, coalesce(max(e.number), 0) + 1, in_kind, in_seconds, in_reason, in_author, in_at
    FROM work.entitlement e WHERE e.association_id = in_association AND e.session_id = in_session
  )
  UPDATE work.session AS x SET entitled_s = x.entitled_s + in_seconds, deadline = x.deadline + make_interval(secs => in_seconds)
  WHERE x.association_id = in_association AND x.id = in_session;
END;
$$;
