-- What a coordinator knows of a member of staff: somebody or some place they must not score. The registrar works out anew who is
-- barred. Not while remarks of an administration are read and its results are not published: of all remarks those of one candidate would
-- come anew, and show whose they are. Reviewers declare at any time. outcome: ok | not_allowed | not_found | not_ready.
CREATE OR REPLACE FUNCTION coordination_api.add_conflict(in_token bytea, in_account uuid, in_id uuid, in_sealed bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM staff.appointment p WHERE p.association_id = who.association AND p.account_id = in_account;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  IF coordination_api.remarks_open(who.association) THEN
    outcome := 'not_ready';
    RETURN;
  END IF;
  INSERT INTO staff.conflict (association_id, id, account_id, sealed, made_by, made_at)
  VALUES (who.association, in_id, in_account, in_sealed, who.account, service.now_utc());
  INSERT INTO staff.conflict_news (association_id) VALUES (who.association);
  PERFORM audit.append(who.association, 'staff', who.account, 'conflict.recorded', in_account, '{}');
  outcome := 'ok';
END;
$$;
