-- From now on this login works for another association of the same account. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.switch_association(in_token bytea, in_association uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  outcome := 'not_allowed';
  SELECT * INTO who FROM coordination_api.caller(in_token, 27);
  PERFORM 1 FROM staff.appointment p
  WHERE p.account_id = who.account AND p.association_id = in_association AND p.rights & 27 <> 0;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE staff.login l SET association_id = in_association WHERE l.token_hash = in_token;
  PERFORM audit.append(in_association, 'staff', who.account, 'staff.switched_association', who.account, '{}');
  outcome := 'ok';
END;
$$;
