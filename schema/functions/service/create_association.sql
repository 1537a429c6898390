-- The operator's first step: an association, its first member of staff with a one-time code, its first confidentiality text.
-- outcome: created | exists (nothing changed; the code is not valid).
CREATE OR REPLACE FUNCTION service.create_association(
  in_code text, in_name text, in_zone text, in_association uuid, in_account uuid, in_sealed bytea, in_email_hash bytea,
  in_code_hash bytea, in_rights int, in_confidentiality text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  account uuid := in_account;
BEGIN
  PERFORM 1 FROM pg_timezone_names z WHERE z.name = in_zone;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'zone % is not known', in_zone;
  END IF;
  INSERT INTO staff.association (id, code, name, zone, created_at)
  VALUES (in_association, in_code, in_name, in_zone, moment)
  ON CONFLICT (code) DO NOTHING;
  IF NOT FOUND THEN
    outcome := 'exists';
    RETURN;
  END IF;
  INSERT INTO staff.confidentiality_text VALUES (in_association, 1, 'en', in_confidentiality, moment);
  INSERT INTO staff.account (id, sealed, email_hash, created_at)
  VALUES (in_account, in_sealed, in_email_hash, moment)
  ON CONFLICT (email_hash) DO NOTHING;
  SELECT a.id INTO STRICT account FROM staff.account a WHERE a.email_hash = in_email_hash;
  INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (in_association, account, in_rights);
  INSERT INTO staff.one_time_code VALUES (in_code_hash, account, moment, moment + interval '14 days', NULL);
  PERFORM audit.append(in_association, 'operator', NULL, 'association.created', in_association, '{}');
  outcome := 'created';
END;
$$;
