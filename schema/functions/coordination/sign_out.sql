-- Ends this login. outcome: ok (also when it was over already).
CREATE OR REPLACE FUNCTION coordination_api.sign_out(in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  ended record;
BEGIN
  outcome := 'ok';
  UPDATE staff.login l SET ended_at = service.now_utc()
  WHERE l.token_hash = in_token AND l.desk = 'coordination' AND l.ended_at IS NULL
  RETURNING l.association_id, l.account_id INTO ended;
  IF ended.account_id IS NOT NULL THEN
    PERFORM audit.append(ended.association_id, 'staff', ended.account_id, 'staff.signed_out', ended.account_id, '{}');
  END IF;
END;
$$;
