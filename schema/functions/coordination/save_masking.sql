-- Stores changed masks (resealed as version in_version + 1), approved or still to be checked. A packed response stays.
-- outcome: ok | not_allowed | not_found | stale (somebody changed it meanwhile) | locked.
CREATE OR REPLACE FUNCTION coordination_api.save_masking(
  in_token bytea, in_code text, in_version int, in_sealed bytea, in_approve boolean, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  response record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 8);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT i.id, i.state, i.version INTO response FROM intake.response i
  WHERE i.association_id = who.association AND i.code = in_code FOR UPDATE;
  outcome := CASE WHEN response.id IS NULL THEN 'not_found' WHEN response.state = 'packed' THEN 'locked'
                  WHEN response.version <> in_version THEN 'stale' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  UPDATE intake.response i
  SET sealed = in_sealed, version = in_version + 1, state = CASE WHEN in_approve THEN 'approved' ELSE 'proposed' END,
      decided_by = CASE WHEN in_approve THEN who.account END, decided_at = CASE WHEN in_approve THEN service.now_utc() END
  WHERE i.association_id = who.association AND i.id = response.id;
  PERFORM audit.append(who.association, 'staff', who.account, CASE WHEN in_approve THEN 'masking.approved' ELSE 'masking.changed' END,
                       response.id, jsonb_build_object('version', in_version + 1));
END;
$$;
