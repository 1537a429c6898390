-- A new member of staff with a one-time code, or one who has an account already (of another association: they keep their name
-- and password, and no code is made). outcome: ok (doc.code_valid says whether the code counts) | not_allowed | collision
-- (rights that may not be held together) | conflict (works here already).
CREATE OR REPLACE FUNCTION coordination_api.add_staff(
  in_token bytea, in_account uuid, in_sealed bytea, in_email_hash bytea, in_rights int, in_categories text[], in_capacity int,
  in_code_hash bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  account uuid;
  fresh boolean;
  moment timestamptz := service.now_utc();
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  IF in_rights NOT BETWEEN 1 AND 31 OR (in_rights & 12 <> 0 AND in_rights NOT IN (4, 8)) THEN
    outcome := 'collision';
    RETURN;
  END IF;
  INSERT INTO staff.account (id, sealed, email_hash, created_at) VALUES (in_account, in_sealed, in_email_hash, moment)
  ON CONFLICT (email_hash) DO NOTHING;
  fresh := FOUND;
  SELECT a.id INTO STRICT account FROM staff.account a WHERE a.email_hash = in_email_hash;
  INSERT INTO staff.appointment (association_id, account_id, rights, categories, capacity)
  VALUES (who.association, account, in_rights, in_categories, in_capacity)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    outcome := 'conflict';
    RETURN;
  END IF;
  INSERT INTO staff.conflict_news (association_id) SELECT who.association WHERE in_rights = 4;
  IF fresh THEN
    INSERT INTO staff.one_time_code VALUES (in_code_hash, account, moment, moment + interval '14 days', NULL);
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'staff.added', account, jsonb_build_object('rights', in_rights));
  outcome := 'ok';
  doc := jsonb_build_object('account', account, 'code_valid', fresh, 'reviews', in_rights = 4,
    'association', (SELECT a.name FROM staff.association a WHERE a.id = who.association),
    'expires', coordination_api.show_time(moment + interval '14 days', who.zone));
END;
$$;
