-- A one-time code sets the password (already hashed) and signs in; all earlier logins of the account end, all its other codes
-- too. outcome: ok | refused (unknown, used, too old, or an account that only reviews: one answer for all).
CREATE OR REPLACE FUNCTION coordination_api.use_code(
  in_code_hash bytea, in_password text, in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  code record;
  home uuid;
BEGIN
  outcome := 'refused';
  SELECT c.account_id INTO code FROM staff.one_time_code c
  WHERE c.code_hash = in_code_hash AND c.used_at IS NULL AND c.expires_at > moment
  FOR UPDATE;
  SELECT p.association_id INTO home FROM staff.appointment p
  JOIN staff.association o ON o.id = p.association_id
  WHERE p.account_id = code.account_id AND p.rights & 27 <> 0
  ORDER BY o.name LIMIT 1;
  IF home IS NULL THEN
    RETURN;
  END IF;
  UPDATE staff.one_time_code c SET used_at = moment WHERE c.account_id = code.account_id AND c.used_at IS NULL;
  UPDATE staff.account a SET password = in_password WHERE a.id = code.account_id;
  UPDATE staff.login l SET ended_at = moment WHERE l.account_id = code.account_id AND l.ended_at IS NULL;
  INSERT INTO staff.login VALUES (in_token, 'coordination', code.account_id, home, moment, moment, NULL);
  PERFORM audit.append(home, 'staff', code.account_id, 'staff.password_set', code.account_id, '{}');
  outcome := 'ok';
END;
$$;
