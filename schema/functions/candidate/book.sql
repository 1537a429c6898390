-- The candidate picks a slot of a part, or another one than they hold. outcome: done (also when they hold it) | signed_out |
-- not_registered | begun | over | no_slot | past | outside | full (see work.book).
CREATE OR REPLACE FUNCTION candidate_api.book(in_token_hash bytea, in_part int, in_slot uuid, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  b record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT * INTO b FROM work.book(l.association_id, l.registration_id, in_part, in_slot, 'candidate', service.arrival(in_at));
  outcome := b.outcome;
  IF b.changed THEN
    PERFORM audit.append(l.association_id, 'candidate', l.registration_id,
                         CASE b.sequence WHEN 0 THEN 'appointment.made' ELSE 'appointment.moved' END, b.appointment,
                         jsonb_build_object('part', in_part, 'version', b.sequence));
  END IF;
END;
$$;
