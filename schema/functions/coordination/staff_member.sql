-- One member of staff, to change what they may do; and what coordinators know they must not score. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.staff_member(in_token bytea, in_account uuid, OUT outcome text, OUT doc jsonb)
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
  SELECT jsonb_build_object(
    'account', a.id, 'sealed', encode(a.sealed, 'hex'), 'own', encode(a.sealed, 'hex'), 'me', a.id = who.account,
    'is', jsonb_build_object('review', p.rights = 4),
    'conflicts', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'sealed', encode(c.sealed, 'hex')) ORDER BY c.made_at, c.id), '[]')
                  FROM staff.conflict c
                  WHERE c.association_id = who.association AND c.account_id = a.id AND c.withdrawn_at IS NULL),
    'entered', jsonb_build_object('capacity', p.capacity, 'coordinate', p.rights & 1 <> 0, 'proctor', p.rights & 2 <> 0, 'review', p.rights & 4 <> 0,
                             'mask', p.rights & 8 <> 0, 'approve', p.rights & 16 <> 0,
      'categories', (SELECT coalesce(jsonb_object_agg(c.word, true), '{}') FROM unnest(p.categories) c (word))))
  INTO doc FROM staff.appointment p JOIN staff.account a ON a.id = p.account_id
  WHERE p.association_id = who.association AND p.account_id = in_account;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
