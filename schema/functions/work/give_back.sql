-- Gives a session the seconds that it lost to an outage. One whose time has run out meanwhile is opened again and stands at its
-- deadline, until somebody resumes it; also when the registrar has not come to closing it yet.
-- outcome: done | reopened | handed_in (nothing is given: whoever handed in was not stopped by the outage).
CREATE OR REPLACE FUNCTION work.give_back(in_association uuid, in_session uuid, in_seconds int, in_reason text, in_author uuid,
                                          in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF s.handed_in_at IS NOT NULL THEN
    outcome := 'handed_in';
    RETURN;
  END IF;
  IF s.state <> 'closed' AND work.in_time(in_at, s.deadline, s.grace_s, s.paused_at) THEN
    outcome := work.extend(in_association, in_session, 'incident', in_seconds, in_reason, in_author, in_at);
    RETURN;
  END IF;
  UPDATE work.session AS x SET state = 'closed', closed_at = x.deadline + make_interval(secs => x.grace_s)
  WHERE x.association_id = in_association AND x.id = in_session AND x.state <> 'closed';
  PERFORM work.reopen(in_association, in_session, in_seconds, in_reason, in_author, in_at);
  outcome := 'reopened';
END;
$$;
