-- Gives a candidate a slot, or another one than they hold. outcome: ok | not_allowed | not_found | bad_field. doc with bad_field: {"why"}:
-- begun | over | no_slot | outside | full (work.book).
CREATE OR REPLACE FUNCTION coordination_api.give_slot(
  in_token bytea, in_registration uuid, in_part int, in_slot uuid, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  b record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO b FROM work.book(who.association, in_registration, in_part, in_slot, 'staff', service.arrival(in_at));
  outcome := CASE b.outcome WHEN 'done' THEN 'ok' WHEN 'not_registered' THEN 'not_found' ELSE 'bad_field' END;
  IF outcome = 'bad_field' THEN
    doc := jsonb_build_object('why', b.outcome);
  END IF;
  IF b.changed THEN
    PERFORM audit.append(who.association, 'staff', who.account,
                         CASE b.sequence WHEN 0 THEN 'appointment.made' ELSE 'appointment.moved' END, b.appointment,
                         jsonb_build_object('part', in_part, 'version', b.sequence));
  END IF;
END;
$$;
