-- An act on the clocks of chosen sessions (NULL: of all that it fits), at an instant of the boot clock: pause, resume, minutes
-- or reopen. Only by name are a part behind a later one opened again and sent on, as its time would run out unseen, and a
-- candidate's own break ended. The act's id comes from the page, so that the same request sent twice is one act and answers
-- the same. What cannot be done for some is done for the others, and the document says for whom not and why. Not in_really: a
-- rehearsal, everything is done and undone again, so that a page can show exactly what would happen. Sessions are locked in the
-- order of their ids and the audit chain after them, so acts never wait for each other in a ring.
-- outcome: ok | not_allowed (a proctor pauses and resumes, no more) | not_found (no such administration or session in it) |
-- not_ready (it can be done for nobody, and nothing was done) | bad_field (the seconds) | conflict (the id is another act's).
CREATE OR REPLACE FUNCTION coordination_api.act(
  in_token bytea, in_administration uuid, in_act uuid, in_what text, in_sessions uuid[], in_seconds int, in_category text,
  in_reason text, in_really boolean, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  moment timestamptz := service.arrival(in_at);
  reason text := in_category || ': ' || in_reason;
  chosen uuid[];
  same boolean;
  s record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, CASE WHEN in_what IN ('pause', 'resume') THEN 3 ELSE 1 END);
  IF who.account IS NULL OR in_what NOT IN ('pause', 'resume', 'minutes', 'reopen') THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_act::text, 5));
  SELECT i.by_id = who.account AND i.act = in_what AND i.administration_id = in_administration INTO same
  FROM work.irregularity i WHERE i.association_id = who.association AND i.id = in_act;
  IF FOUND THEN
    outcome := CASE WHEN same THEN 'ok' ELSE 'conflict' END;
    doc := CASE WHEN same THEN coordination_api.act_of(who.association, in_act, who.zone, who.account, who.rights) END;
    RETURN;
  END IF;
  -- Who asks for scores or takes responses in holds the same lock (ask_duty), so a part is either re-opened or scored.
  IF in_what = 'reopen' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 4));
  END IF;
  SELECT array_agg(x.session) INTO chosen FROM coordination_api.sessions_of(who.association, in_administration) x
  WHERE CASE WHEN in_sessions IS NULL THEN x.acts ? in_what AND (in_what NOT IN ('resume', 'reopen') OR (x.last AND NOT x.rests))
             ELSE x.session = ANY (in_sessions) END;
  PERFORM 1 FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  outcome := CASE
    WHEN NOT FOUND THEN 'not_found'
    WHEN in_sessions IS NULL AND chosen IS NULL THEN 'not_ready'
    WHEN in_sessions IS NOT NULL AND cardinality(chosen) IS DISTINCT FROM (SELECT count(DISTINCT u) FROM unnest(in_sessions) u)
      THEN 'not_found'
    WHEN in_seconds NOT BETWEEN (in_what = 'minutes')::int AND CASE WHEN in_what IN ('minutes', 'reopen') THEN 36000 ELSE 0 END
      THEN 'bad_field'
    ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  BEGIN
    INSERT INTO work.irregularity (association_id, id, administration_id, act, category, reason, seconds, by_id, at)
    VALUES (who.association, in_act, in_administration, in_what, in_category, in_reason, in_seconds, who.account, moment);
    FOR s IN
      SELECT x.* FROM coordination_api.sessions_of(who.association, in_administration) x
      WHERE x.session = ANY (chosen) ORDER BY x.session
    LOOP
      INSERT INTO work.irregularity_session (association_id, irregularity_id, session_id, outcome)
      VALUES (who.association, in_act, s.session, CASE
        WHEN in_what = 'pause' THEN work.pause(who.association, s.session, 'staff', moment)
        WHEN in_what = 'resume' THEN work.resume(who.association, s.session, reason, who.account, moment)
        WHEN in_what = 'minutes' THEN work.extend(who.association, s.session, 'incident', in_seconds, reason, who.account, moment)
        WHEN s.taken_in THEN 'taken_in'
        ELSE replace(work.reopen(who.association, s.session, in_seconds, reason, who.account, moment), 'done', 'reopened') END);
    END LOOP;
    doc := coordination_api.act_of(who.association, in_act, who.zone, who.account, who.rights);
    outcome := CASE WHEN doc->>'acted_on' IS NULL THEN 'not_ready' ELSE 'ok' END;
    IF NOT in_really OR outcome <> 'ok' THEN
      RAISE EXCEPTION 'undo' USING ERRCODE = 'BM001';
    END IF;
  EXCEPTION WHEN SQLSTATE 'BM001' THEN
    RETURN;
  END;
  PERFORM audit.append(who.association, 'staff', who.account, 'clocks.' || in_what, in_administration,
                       jsonb_build_object('act', in_act, 'sessions', (doc->>'acted_on')::int, 'seconds', in_seconds));
END;
$$;
