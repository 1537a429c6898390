-- Counts the try before it is judged, so that many at once cannot pass the limit: 10 in 15 minutes for an account, known or
-- not, wherever they come from. outcome: ok (doc.password: the stored hash, absent when there is none) | too_many.
CREATE OR REPLACE FUNCTION coordination_api.sign_in_begin(in_email_hash bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  tries int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(in_email_hash, 'hex'), 1));
  DELETE FROM staff.failed_try f WHERE f.email_hash = in_email_hash AND f.at <= moment - interval '15 minutes';
  SELECT count(*) INTO tries FROM staff.failed_try f WHERE f.email_hash = in_email_hash;
  IF tries >= 10 THEN
    outcome := 'too_many';
    RETURN;
  END IF;
  INSERT INTO staff.failed_try VALUES (in_email_hash, moment);
  outcome := 'ok';
  SELECT jsonb_build_object('password', a.password) INTO doc FROM staff.account a WHERE a.email_hash = in_email_hash;
END;
$$;
