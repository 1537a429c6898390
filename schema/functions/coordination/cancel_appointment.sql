-- Cancels a candidate's appointment; twice is once. outcome: ok | not_allowed | not_found (also when there never was one) | bad_field.
-- doc with bad_field: {"why"}: begun | over.
CREATE OR REPLACE FUNCTION coordination_api.cancel_appointment(
  in_token bytea, in_registration uuid, in_part int, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  c record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO c FROM work.cancel_appointment(who.association, in_registration, in_part, 'staff', service.arrival(in_at));
  outcome := CASE WHEN c.outcome = 'done' THEN 'ok' WHEN c.outcome IN ('none', 'not_registered') THEN 'not_found' ELSE 'bad_field' END;
  IF outcome = 'bad_field' THEN
    doc := jsonb_build_object('why', c.outcome);
  END IF;
  IF c.changed THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'appointment.cancelled', c.appointment,
                         jsonb_build_object('part', in_part, 'version', c.sequence));
  END IF;
END;
$$;
