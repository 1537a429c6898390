-- A new one-time code; the old password keeps nobody in: every login ends and every older code is worthless. Only for people who
-- work for this association alone: else one association's coordinator could take over another's account.
-- outcome: ok | not_allowed | not_found | shared.
CREATE OR REPLACE FUNCTION coordination_api.reset_staff(
  in_token bytea, in_account uuid, in_code_hash bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  person record;
  moment timestamptz := service.now_utc();
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT a.id, a.sealed, p.rights, EXISTS (SELECT FROM staff.appointment q WHERE q.account_id = a.id AND q.association_id <> who.association) AS shared
  INTO person FROM staff.appointment p JOIN staff.account a ON a.id = p.account_id
  WHERE p.association_id = who.association AND p.account_id = in_account;
  IF person.id IS NULL OR person.shared THEN
    outcome := CASE WHEN person.id IS NULL THEN 'not_found' ELSE 'shared' END;
    RETURN;
  END IF;
  UPDATE staff.account a SET password = NULL WHERE a.id = in_account;
  UPDATE staff.one_time_code c SET used_at = moment WHERE c.account_id = in_account AND c.used_at IS NULL;
  UPDATE staff.login l SET ended_at = moment WHERE l.account_id = in_account AND l.ended_at IS NULL;
  INSERT INTO staff.one_time_code VALUES (in_code_hash, in_account, moment, moment + interval '14 days', NULL);
  PERFORM audit.append(who.association, 'staff', who.account, 'staff.reset', in_account, '{}');
  outcome := 'ok';
  doc := jsonb_build_object('account', person.id, 'sealed', encode(person.sealed, 'hex'), 'code_valid', true, 'reviews', person.rights = 4,
    'association', (SELECT a.name FROM staff.association a WHERE a.id = who.association),
    'expires', coordination_api.show_time(moment + interval '14 days', who.zone));
END;
$$;
