-- Asks the registrar for a duty: score, intake, packets or preview. outcome: ok | already (asked or running) | not_allowed |
-- not_found | not_ready (doc.blockers says why).
CREATE OR REPLACE FUNCTION coordination_api.ask_duty(
  in_token bytea, in_administration uuid, in_kind text, in_duty uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  reasons jsonb;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL OR in_kind NOT IN ('score', 'intake', 'packets', 'preview') THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 4));
  reasons := coordination_api.blockers(coordination_api.progress(who.association, in_administration), in_kind);
  doc := jsonb_build_object('kind', in_kind, 'blockers', reasons);
  IF jsonb_array_length(reasons) > 0 THEN
    outcome := 'not_ready';
    RETURN;
  END IF;
  INSERT INTO work.duty (association_id, id, administration_id, kind, asked_by, asked_at)
  VALUES (who.association, in_duty, in_administration, in_kind, who.account, service.now_utc())
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    outcome := 'already';
    RETURN;
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'duty.asked', in_administration, jsonb_build_object('duty', in_kind));
  outcome := 'ok';
END;
$$;
