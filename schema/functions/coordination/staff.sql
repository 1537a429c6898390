-- Everybody who works for the association. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.staff(in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  outcome := 'ok';
  SELECT jsonb_build_object('people', jsonb_agg(jsonb_build_object(
    'account', a.id, 'sealed', encode(a.sealed, 'hex'), 'me', a.id = who.account, 'has_password', a.password IS NOT NULL,
    'code_waits', a.password IS NULL AND EXISTS (SELECT FROM staff.one_time_code c WHERE c.account_id = a.id AND c.used_at IS NULL
                                                   AND c.expires_at > service.now_utc()),
    'is', jsonb_build_object('coordinate', p.rights & 1 <> 0, 'proctor', p.rights & 2 <> 0, 'review', p.rights & 4 <> 0,
                             'mask', p.rights & 8 <> 0, 'approve', p.rights & 16 <> 0, 'nothing', p.rights = 0),
    'categories', CASE WHEN p.rights & 4 <> 0 THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('is', jsonb_build_object(c.word, true))), '[]')
                                                    FROM unnest(p.categories) c (word)) ELSE '[]' END,
    'capacity', CASE WHEN p.rights & 4 <> 0 THEN p.capacity END)))
  INTO doc FROM staff.appointment p JOIN staff.account a ON a.id = p.account_id WHERE p.association_id = who.association;
END;
$$;
