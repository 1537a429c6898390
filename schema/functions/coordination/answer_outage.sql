-- The coordinator's one word on an outage: what it took is given back to everybody whom it struck, or nothing is given. Giving is an
-- act like any other; whose time ran out meanwhile is opened again and stands until resumed.
-- outcome: ok (also when the same was said before; doc.act: what was given) | not_allowed | not_found (it struck nobody here) |
-- already (the other thing was said) | not_ready (nobody is left who can get it, and nothing was done).
CREATE OR REPLACE FUNCTION coordination_api.answer_outage(
  in_token bytea, in_administration uuid, in_outage uuid, in_give boolean, in_act uuid, in_reason text, in_at timestamptz,
  OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  o service.outage;
  said work.outage_answer;
  moment timestamptz := service.arrival(in_at);
  s record;
  given int := 0;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  -- One word at a time; and no part is opened again while somebody asks for its scores (ask_duty holds the same lock).
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 4));
  SELECT * INTO said FROM work.outage_answer n
  WHERE n.association_id = who.association AND n.administration_id = in_administration AND n.outage_id = in_outage;
  IF FOUND THEN
    outcome := CASE WHEN in_give = (said.irregularity_id IS NOT NULL) THEN 'ok' ELSE 'already' END;
    doc := jsonb_build_object('act', said.irregularity_id);
    RETURN;
  END IF;
  SELECT * INTO o FROM service.outage x WHERE x.id = in_outage;
  PERFORM 1 FROM coordination_api.struck_by(who.association, in_administration, o.began_at, o.ended_at);
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  doc := jsonb_build_object('act', CASE WHEN in_give THEN in_act END);
  IF NOT in_give THEN
    INSERT INTO work.outage_answer (association_id, administration_id, outage_id, irregularity_id, by_id, at, reason)
    VALUES (who.association, in_administration, in_outage, NULL, who.account, moment, in_reason);
    PERFORM audit.append(who.association, 'staff', who.account, 'outage.dismissed', in_administration,
                         jsonb_build_object('outage', in_outage));
    RETURN;
  END IF;
  BEGIN
    INSERT INTO work.irregularity (association_id, id, administration_id, act, category, reason, seconds, by_id, at)
    VALUES (who.association, in_act, in_administration, 'outage', 'technical', in_reason,
            least(86400, ceil(extract(epoch FROM o.ended_at - o.began_at))), who.account, moment);
    INSERT INTO work.outage_answer (association_id, administration_id, outage_id, irregularity_id, by_id, at, reason)
    VALUES (who.association, in_administration, in_outage, in_act, who.account, moment, in_reason);
    FOR s IN
      SELECT k.*, x.state = 'closed' AND coordination_api.taken_in(who.association, in_administration, k.part) AS gone
      FROM coordination_api.struck_by(who.association, in_administration, o.began_at, o.ended_at) k
      JOIN work.session x ON x.association_id = who.association AND x.id = k.session ORDER BY k.session
    LOOP
      INSERT INTO work.irregularity_session AS l (association_id, irregularity_id, session_id, outcome)
      VALUES (who.association, in_act, s.session, CASE WHEN s.gone THEN 'taken_in' ELSE
              work.give_back(who.association, s.session, s.seconds, 'outage: ' || in_reason, who.account, moment) END)
      RETURNING given + (l.outcome IN ('done', 'reopened'))::int INTO given;
    END LOOP;
    IF given = 0 THEN
      RAISE EXCEPTION 'undo' USING ERRCODE = 'BM001';
    END IF;
  EXCEPTION WHEN SQLSTATE 'BM001' THEN
    outcome := 'not_ready';
    RETURN;
  END;
  PERFORM audit.append(who.association, 'staff', who.account, 'clocks.outage', in_administration,
                       jsonb_build_object('act', in_act, 'sessions', given));
END;
$$;
