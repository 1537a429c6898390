-- The candidate cancels the appointment of a part; twice is once.
-- outcome: done | signed_out | not_registered | begun | over | no_slot (there never was one).
CREATE OR REPLACE FUNCTION candidate_api.cancel_appointment(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  c record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT * INTO c FROM work.cancel_appointment(l.association_id, l.registration_id, in_part, 'candidate', service.arrival(in_at));
  outcome := CASE c.outcome WHEN 'none' THEN 'no_slot' ELSE c.outcome END;
  IF c.changed THEN
    PERFORM audit.append(l.association_id, 'candidate', l.registration_id, 'appointment.cancelled', c.appointment,
                         jsonb_build_object('part', in_part, 'version', c.sequence));
  END IF;
END;
$$;
