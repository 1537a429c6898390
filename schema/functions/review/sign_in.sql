-- Opens a login after the process has checked the password; in_password is the stored string that it checked against,
-- so a password that was changed in between does not open one. outcome: signed_in | refused.
CREATE OR REPLACE FUNCTION review_api.sign_in(
  in_token_hash bytea, in_email_hash bytea, in_password text, in_tried_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  account uuid;
  association uuid;
BEGIN
  SELECT a.id, s.id INTO account, association
  FROM staff.account a
  JOIN staff.appointment p ON p.account_id = a.id AND p.rights & 4 = 4
  JOIN staff.association s ON s.id = p.association_id
  WHERE a.email_hash = in_email_hash AND a.password = in_password
  ORDER BY s.name, s.id
  LIMIT 1;
  IF account IS NULL THEN
    outcome := 'refused';
    RETURN;
  END IF;
  DELETE FROM staff.failed_try f WHERE f.email_hash = in_email_hash AND f.at = in_tried_at;
  INSERT INTO staff.login (token_hash, desk, account_id, association_id, made_at, seen_at)
  VALUES (in_token_hash, 'review', account, association, moment, moment);
  PERFORM audit.append(association, 'staff', account, 'staff.signed_in', account, '{"desk": "review"}');
  outcome := 'signed_in';
END;
$$;
