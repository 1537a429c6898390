-- After the password was right: a login at the first association where the account works at this desk; who only reviews may
-- not. The password is named again, so that one that was changed meanwhile is not enough. outcome: ok | refused.
CREATE OR REPLACE FUNCTION coordination_api.sign_in_finish(
  in_email_hash bytea, in_password text, in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  moment timestamptz := service.now_utc();
BEGIN
  outcome := 'refused';
  SELECT a.id AS account, p.association_id INTO who FROM staff.account a
  JOIN staff.appointment p ON p.account_id = a.id
  JOIN staff.association o ON o.id = p.association_id
  WHERE a.email_hash = in_email_hash AND a.password = in_password AND p.rights & 27 <> 0
  ORDER BY o.name LIMIT 1;
  IF who.account IS NULL THEN
    RETURN;
  END IF;
  DELETE FROM staff.failed_try f WHERE f.email_hash = in_email_hash;
  INSERT INTO staff.login VALUES (in_token, 'coordination', who.account, who.association_id, moment, moment, NULL);
  PERFORM audit.append(who.association_id, 'staff', who.account, 'staff.signed_in', who.account, '{"desk": "coordination"}');
  outcome := 'ok';
END;
$$;
