-- Who holds this token, and for which associations the holder reviews. Use renews a login, at most once a minute.
-- outcome: held | none.
CREATE OR REPLACE FUNCTION review_api.login(
  in_token_hash bytea, OUT outcome text, OUT account uuid, OUT association uuid, OUT rights int, OUT associations jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
BEGIN
  account := review_api.a_reviewer(in_token_hash);
  IF account IS NULL THEN
    outcome := 'none';
    RETURN;
  END IF;
  outcome := 'held';
  rights := 4;
  SELECT l.association_id INTO association FROM staff.login l WHERE l.token_hash = in_token_hash;
  SELECT jsonb_agg(a.name ORDER BY a.name, a.id) INTO associations
  FROM staff.appointment p JOIN staff.association a ON a.id = p.association_id
  WHERE p.account_id = account AND p.rights & 4 = 4;
  UPDATE staff.login l SET seen_at = moment
  WHERE l.token_hash = in_token_hash AND l.seen_at < moment - interval '1 minute';
END;
$$;
