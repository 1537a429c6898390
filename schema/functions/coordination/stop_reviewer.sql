-- A reviewer drops out: their open reviews of the administration end and the seats are free, sealed reviews stay. For good: they
-- get no other packet of it. Not for good (an idle reviewer's packets are taken back): they may get others, and practice stays.
-- Control packets go with those of candidates, which they would else be told from; ended counts candidates' alone. A pause ends.
-- outcome: ok | not_allowed | not_found | already (stopped before) | not_ready (not for good, and not idle past the policy).
CREATE OR REPLACE FUNCTION coordination_api.stop_reviewer(
  in_token bytea, in_administration uuid, in_account uuid, in_for_good boolean, in_reason text, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  person record;
  ended int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  SELECT s.* INTO person FROM coordination_api.reviewer_states(who.association, in_administration) s WHERE s.account_id = in_account;
  outcome := CASE WHEN person.account_id IS NULL THEN 'not_found' WHEN person.stopped THEN 'already'
                  WHEN NOT in_for_good AND person.idle_days IS NULL THEN 'not_ready' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  ended := person.open;
  UPDATE review.allocation l SET state = 'ended'
  FROM review.packet k
  WHERE k.association_id = who.association AND k.administration_id = in_administration AND l.association_id = k.association_id
    AND l.packet_id = k.id AND l.reviewer_id = in_account AND l.state = 'open' AND (in_for_good OR k.purpose <> 'practice');
  IF in_for_good THEN
    INSERT INTO review.stop (association_id, administration_id, account_id, reason, stopped_by, stopped_at)
    VALUES (who.association, in_administration, in_account, in_reason, who.account, service.now_utc());
    UPDATE review.pause e SET ended = 'stopped', reason = in_reason, ended_by = who.account, ended_at = service.now_utc()
    WHERE e.association_id = who.association AND e.administration_id = in_administration AND e.reviewer_id = in_account AND e.ended IS NULL;
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, CASE WHEN in_for_good THEN 'reviewer.stopped' ELSE 'reviewer.taken_back' END,
                       in_administration, jsonb_build_object('reviewer', in_account, 'ended', ended, 'reason', in_reason));
  doc := jsonb_build_object('ended', ended);
END;
$$;
