-- Gives a session more time, while it has not run out: opened, running or paused. Never less: seconds > 0 is the table's rule.
-- outcome: done | closed (it must be re-opened first).
CREATE OR REPLACE FUNCTION work.extend(in_association uuid, in_session uuid, in_kind text, in_seconds int, in_reason text,
                                       in_author uuid, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF s.state = 'closed' OR NOT work.in_time(in_at, s.deadline, s.grace_s, s.paused_at) THEN
    outcome := 'closed';
    RETURN;
  END IF;
  PERFORM work.add_entry(in_association, in_session, in_kind, in_seconds, in_reason, in_author, in_at);
  outcome := 'done';
END;
$$;
