-- A closed session is opened again by a person's act, and stands: since its hand-in, or since its deadline when time closed it, in
-- which case in_seconds must give it some. The time until somebody resumes it is a pause like any other; what was granted meanwhile is
-- added.
-- outcome: done | not_closed | no_time (nothing was left of it, and no second was added).
CREATE OR REPLACE FUNCTION work.reopen(in_association uuid, in_session uuid, in_seconds int, in_reason text, in_author uuid,
                                       in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
  stopped timestamptz;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF s.state <> 'closed' THEN
    outcome := 'not_closed';
    RETURN;
  END IF;
  stopped := CASE WHEN s.handed_in_at IS NULL THEN s.deadline ELSE least(greatest(s.handed_in_at, s.going_since), s.deadline) END;
  IF in_seconds = 0 AND stopped = s.deadline THEN
    outcome := 'no_time';
    RETURN;
  END IF;
  UPDATE work.session AS x SET state = 'running', handed_in_at = NULL, closed_at = NULL, paused_by = 'staff',
    paused_at = stopped
  WHERE x.association_id = in_association AND x.id = in_session;
  IF in_seconds > 0 THEN
    PERFORM work.add_entry(in_association, in_session, 'incident', in_seconds, in_reason, in_author, in_at);
  END IF;
  PERFORM work.catch_up(in_association, in_session, in_author, in_at);
  outcome := 'done';
END;
$$;
