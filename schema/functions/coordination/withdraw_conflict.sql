-- A coordinator's own entry was wrong; the row stays, as the log does. Seats that were lost by it stay lost.
-- Not while remarks are read, as add_conflict says. outcome: ok | not_allowed | not_found (or withdrawn before) | not_ready.
CREATE OR REPLACE FUNCTION coordination_api.withdraw_conflict(in_token bytea, in_account uuid, in_id uuid, OUT outcome text, OUT doc jsonb)
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
  IF coordination_api.remarks_open(who.association) THEN
    outcome := 'not_ready';
    RETURN;
  END IF;
  UPDATE staff.conflict c SET withdrawn_by = who.account, withdrawn_at = service.now_utc()
  WHERE c.association_id = who.association AND c.account_id = in_account AND c.id = in_id AND c.withdrawn_at IS NULL;
  outcome := CASE WHEN FOUND THEN 'ok' ELSE 'not_found' END;
  IF FOUND THEN
    INSERT INTO staff.conflict_news (association_id) VALUES (who.association);
    PERFORM audit.append(who.association, 'staff', who.account, 'conflict.withdrawn', in_account, '{}');
  END IF;
END;
$$;
