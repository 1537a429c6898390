-- The second person says yes to exactly what the page showed (its digest), and the registrar is asked to publish it.
-- outcome: ok | not_allowed | not_found | same_person | stale (another or no release is prepared now) | already.
CREATE OR REPLACE FUNCTION coordination_api.confirm_release(
  in_token bytea, in_administration uuid, in_digest bytea, in_duty uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  batch result.release;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO batch FROM result.release r
  WHERE r.association_id = who.association AND r.administration_id = in_administration AND r.state <> 'dropped'
  ORDER BY r.number DESC LIMIT 1 FOR UPDATE;
  outcome := CASE WHEN batch.id IS NULL THEN 'not_found' WHEN batch.state IN ('confirmed', 'released') THEN 'already'
                  WHEN batch.prepared_by = who.account THEN 'same_person' WHEN batch.digest <> in_digest THEN 'stale' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  UPDATE result.release r SET state = 'confirmed', confirmed_by = who.account, confirmed_at = service.now_utc()
  WHERE r.association_id = who.association AND r.id = batch.id;
  INSERT INTO work.duty (association_id, id, administration_id, kind, asked_by, asked_at)
  VALUES (who.association, in_duty, in_administration, 'release', who.account, service.now_utc())
  ON CONFLICT DO NOTHING;
  PERFORM audit.append(who.association, 'staff', who.account, 'release.confirmed', batch.id,
                       jsonb_build_object('digest', encode(in_digest, 'hex')));
END;
$$;
