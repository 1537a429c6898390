-- The clock of a running session stands from that instant, or from when it went on last, should that be later. in_by: staff, or the
-- candidate on a break of their own, which ends where a pause of staff begins.
-- outcome: done (also when it stands already) | not_running (not started) | closed (its time is over).
CREATE OR REPLACE FUNCTION work.pause(in_association uuid, in_session uuid, in_by text, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF in_by = 'staff' AND s.paused_by = 'candidate' THEN
    PERFORM work.resume(in_association, in_session, 'break', NULL, in_at);
    SELECT x.* INTO STRICT s FROM work.session x WHERE x.association_id = in_association AND x.id = in_session;
  END IF;
  outcome := CASE WHEN s.state = 'opened' THEN 'not_running'
                  WHEN s.state = 'closed' OR NOT work.in_time(in_at, s.deadline, s.grace_s, s.paused_at) THEN 'closed'
                  ELSE 'done' END;
  IF outcome = 'done' AND s.paused_at IS NULL THEN
    UPDATE work.session AS x SET paused_at = greatest(in_at, x.going_since), paused_by = in_by
    WHERE x.association_id = in_association AND x.id = in_session;
  END IF;
END;
$$;
