-- Stores edited remarks (resealed as version in_version + 1), approved or still to be read. Nothing changes while a release is
-- confirmed and not yet published. outcome: ok | not_allowed | not_found | stale (somebody changed them meanwhile) | locked.
CREATE OR REPLACE FUNCTION coordination_api.save_feedback(
  in_token bytea, in_administration uuid, in_code text, in_version int, in_sealed bytea, in_approve boolean,
  OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  found_one result.feedback;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO found_one FROM result.feedback f
  WHERE f.association_id = who.association AND f.administration_id = in_administration AND f.code = in_code FOR UPDATE;
  outcome := CASE WHEN found_one.id IS NULL THEN 'not_found' WHEN found_one.version <> in_version THEN 'stale'
                  WHEN EXISTS (SELECT FROM result.release r WHERE r.association_id = who.association
                               AND r.administration_id = in_administration AND r.state = 'confirmed') THEN 'locked'
                  ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  INSERT INTO result.feedback_text (association_id, feedback_id, version, sealed)
  VALUES (who.association, found_one.id, in_version + 1, in_sealed);
  UPDATE result.feedback f SET version = in_version + 1, state = CASE WHEN in_approve THEN 'approved' ELSE 'proposed' END
  WHERE f.association_id = who.association AND f.id = found_one.id;
  PERFORM audit.append(who.association, 'staff', who.account, CASE WHEN in_approve THEN 'feedback.approved' ELSE 'feedback.changed' END,
                       found_one.id, jsonb_build_object('version', in_version + 1));
END;
$$;
