-- Ends a login. outcome: signed_out | none.
CREATE OR REPLACE FUNCTION review_api.sign_out(in_token_hash bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid;
  association uuid;
BEGIN
  UPDATE staff.login l SET ended_at = service.now_utc()
  WHERE l.token_hash = in_token_hash AND l.desk = 'review' AND l.ended_at IS NULL
  RETURNING l.account_id, l.association_id INTO account, association;
  IF account IS NULL THEN
    outcome := 'none';
    RETURN;
  END IF;
  PERFORM audit.append(association, 'staff', account, 'staff.signed_out', account, '{"desk": "review"}');
  outcome := 'signed_out';
END;
$$;
