-- What time alone decides, at an instant of the boot clock: a page of questions that was delivered and not acknowledged within
-- ten seconds started the clock when its last byte left (the rule of candidate_api.settle); a session whose deadline and
-- grace are over is closed, as of that instant, one change of state; a candidate's break that has used up what was granted ends.
-- A clock that a coordinator stopped is left alone. Rows that a desk holds are left for the next time.
-- Each asks for closed_at too, which its state implies: by that the index of those that are not closed is found.
CREATE OR REPLACE FUNCTION registrar_api.close_overdue(in_at timestamptz, OUT outcome text, OUT started int, OUT closed int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.arrival(in_at);
  s record;
BEGIN
  outcome := 'done';
  started := 0;
  closed := 0;
  FOR s IN
    SELECT x.association_id, x.id, x.part, x.delivered_at FROM work.session x
    WHERE x.state = 'opened' AND x.closed_at IS NULL AND x.delivered_at < moment - interval '10 seconds'
    FOR NO KEY UPDATE SKIP LOCKED
  LOOP
    PERFORM work.start(s.association_id, s.id, s.delivered_at);
    PERFORM audit.append(s.association_id, 'registrar', NULL, 'session.started', s.id, jsonb_build_object('part', s.part));
    started := started + 1;
  END LOOP;
  FOR s IN
    SELECT x.association_id, x.id, x.part, x.paused_at + make_interval(secs => work.break_left_s(x.association_id, x.id)) AS ends
    FROM work.session x WHERE x.state = 'running' AND x.closed_at IS NULL AND x.paused_by = 'candidate'
    FOR NO KEY UPDATE SKIP LOCKED
  LOOP
    IF s.ends <= moment THEN
      PERFORM work.resume(s.association_id, s.id, 'break', NULL, moment);
      PERFORM audit.append(s.association_id, 'registrar', NULL, 'session.resumed', s.id, jsonb_build_object('part', s.part));
    END IF;
  END LOOP;
  FOR s IN
    SELECT x.association_id, x.id, x.part FROM work.session x
    WHERE x.state = 'running' AND x.closed_at IS NULL AND NOT work.in_time(moment, x.deadline, x.grace_s, x.paused_at)
    FOR NO KEY UPDATE SKIP LOCKED
  LOOP
    UPDATE work.session AS x SET state = 'closed', closed_at = x.deadline + make_interval(secs => x.grace_s)
    WHERE x.association_id = s.association_id AND x.id = s.id;
    PERFORM audit.append(s.association_id, 'registrar', NULL, 'session.closed', s.id, jsonb_build_object('part', s.part));
    closed := closed + 1;
  END LOOP;
END;
$$;
