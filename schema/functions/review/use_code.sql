-- A one-time code sets a password, once, for somebody who reviews. All logins and other codes of the account end with it.
-- outcome: set | refused (unknown, used, expired, or of somebody who does not review: all the same).
CREATE OR REPLACE FUNCTION review_api.use_code(in_code_hash bytea, in_password text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  account uuid;
  association uuid;
BEGIN
  UPDATE staff.one_time_code c SET used_at = moment
  WHERE c.code_hash = in_code_hash AND c.used_at IS NULL AND c.expires_at > moment
    AND EXISTS (SELECT FROM staff.appointment p WHERE p.account_id = c.account_id AND p.rights & 4 = 4)
  RETURNING c.account_id INTO account;
  IF account IS NULL THEN
    outcome := 'refused';
    RETURN;
  END IF;
  UPDATE staff.one_time_code c SET used_at = moment WHERE c.account_id = account AND c.used_at IS NULL;
  UPDATE staff.login l SET ended_at = moment WHERE l.account_id = account AND l.ended_at IS NULL;
  UPDATE staff.account a SET password = in_password WHERE a.id = account;
  DELETE FROM staff.failed_try f USING staff.account a WHERE a.id = account AND f.email_hash = a.email_hash;
  FOR association IN
    SELECT p.association_id FROM staff.appointment p WHERE p.account_id = account AND p.rights & 4 = 4 ORDER BY p.association_id
  LOOP
    PERFORM audit.append(association, 'staff', account, 'staff.password_set', account, '{"desk": "review"}');
  END LOOP;
  outcome := 'set';
END;
$$;
