-- Who is signed in: asked at the start of every request. outcome: ok | none. Using a login keeps it alive.
CREATE OR REPLACE FUNCTION coordination_api.login_of(in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 27);
  IF who.account IS NULL THEN
    outcome := 'none';
    RETURN;
  END IF;
  UPDATE staff.login l SET seen_at = service.now_utc()
  WHERE l.token_hash = in_token AND l.seen_at < service.now_utc() - interval '1 minute';
  outcome := 'ok';
  SELECT jsonb_build_object(
    'account', a.id, 'association', who.association, 'rights', who.rights, 'sealed', encode(a.sealed, 'hex'),
    'association_name', (SELECT o.name FROM staff.association o WHERE o.id = who.association),
    'others', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) ORDER BY o.name), '[]')
               FROM staff.appointment p JOIN staff.association o ON o.id = p.association_id
               WHERE p.account_id = a.id AND p.rights & 27 <> 0 AND o.id <> who.association))
  INTO doc FROM staff.account a WHERE a.id = who.account;
END;
$$;
