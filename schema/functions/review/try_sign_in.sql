-- Books a try for this account, known or not, before the password is checked: tries made at the same time count too.
-- A try that turns out right is taken back by sign_in. outcome: booked | too_many (10 failures in 15 minutes).
-- password: what is stored, NULL for an account that is unknown, does not review or has none yet.
CREATE OR REPLACE FUNCTION review_api.try_sign_in(in_email_hash bytea, OUT outcome text, OUT password text, OUT tried_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(in_email_hash, 'hex'), 0));
  tried_at := service.now_utc();
  IF (SELECT count(*) FROM staff.failed_try f
      WHERE f.email_hash = in_email_hash AND f.at > try_sign_in.tried_at - interval '15 minutes') >= 10 THEN
    outcome := 'too_many';
    RETURN;
  END IF;
  DELETE FROM staff.failed_try f WHERE f.email_hash = in_email_hash AND f.at < try_sign_in.tried_at - interval '1 day';
  INSERT INTO staff.failed_try (email_hash, at) VALUES (in_email_hash, try_sign_in.tried_at);
  SELECT a.password INTO try_sign_in.password
  FROM staff.account a
  WHERE a.email_hash = in_email_hash
    AND EXISTS (SELECT FROM staff.appointment p WHERE p.account_id = a.id AND p.rights & 4 = 4);
  outcome := 'booked';
END;
$$;
