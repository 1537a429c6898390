-- The candidate's session of a part as it stands at an instant of the boot clock, after the clock has been started where
-- a rule says that it runs (design: Time). in_touch: this request is more than the first page of questions, so it starts a
-- clock that stands, and the session stays locked until commit. A page that was delivered and not acknowledged within ten
-- seconds started the clock when its last byte left. A clock that runs is never started again.
-- outcome: done | signed_out | not_registered | not_opened | over (nothing was delivered by the end of the window, so the clock
-- never starts). moment: the instant, as service.now_utc would have told it. newest: no later login has taken over. version: goes
-- up with every change that an open page must learn of.
CREATE OR REPLACE FUNCTION candidate_api.settle(
  in_token_hash bytea, in_part int, in_at timestamptz, in_touch boolean,
  OUT outcome text, OUT association_id uuid, OUT registration_id uuid, OUT epoch int, OUT session_id uuid, OUT form_id uuid,
  OUT order_seed bytea, OUT state text, OUT grace_s int, OUT entitled_s int, OUT deadline timestamptz,
  OUT handed_in_at timestamptz, OUT closed_at timestamptz, OUT paused_at timestamptz, OUT paused_by text,
  OUT newest boolean, OUT version bigint, OUT moment timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  s work.session;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  association_id := l.association_id;
  registration_id := l.registration_id;
  epoch := l.epoch;
  newest := l.newest;
  moment := service.arrival(in_at);
  SELECT x.* INTO s FROM work.session x
  JOIN work.attempt t ON t.association_id = x.association_id AND t.id = x.attempt_id
  WHERE t.association_id = l.association_id AND t.registration_id = l.registration_id AND x.part = in_part;
  IF NOT FOUND THEN
    PERFORM 1 FROM work.registration r
    WHERE r.association_id = l.association_id AND r.id = l.registration_id AND in_part = ANY (r.parts);
    outcome := CASE WHEN FOUND THEN 'not_opened' ELSE 'not_registered' END;
    RETURN;
  END IF;
  IF s.state = 'opened' AND s.delivered_at IS NULL
     AND moment > (SELECT w.closes_at FROM work.window_of(l.association_id, l.registration_id, in_part) w) THEN
    outcome := 'over';
    RETURN;
  END IF;
  IF in_touch OR (s.state = 'opened' AND s.delivered_at < moment - interval '10 seconds') THEN
    SELECT x.* INTO STRICT s FROM work.session x
    WHERE x.association_id = s.association_id AND x.id = s.id FOR NO KEY UPDATE;
    IF s.state = 'opened' AND work.start(s.association_id, s.id, least(coalesce(s.delivered_at, moment), moment)) THEN
      SELECT x.* INTO STRICT s FROM work.session x WHERE x.association_id = s.association_id AND x.id = s.id;
      PERFORM audit.append(s.association_id, 'candidate', l.registration_id, 'session.started', s.id,
                           jsonb_build_object('part', in_part));
    END IF;
  END IF;
  session_id := s.id;
  form_id := s.form_id;
  order_seed := s.order_seed;
  state := s.state;
  grace_s := s.grace_s;
  entitled_s := s.entitled_s;
  deadline := s.deadline;
  handed_in_at := s.handed_in_at;
  closed_at := s.closed_at;
  paused_at := s.paused_at;
  paused_by := s.paused_by;
  SELECT s.changes + max(x.epoch) INTO version FROM work.login x
  WHERE x.association_id = l.association_id AND x.registration_id = l.registration_id;
END;
$$;
