-- One published letter with its name. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.letter(in_token bytea, in_registration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT jsonb_build_object('registration', r.id, 'administration', jsonb_build_object('id', a.id, 'title', a.title),
    'association', (SELECT x.name FROM staff.association x WHERE x.id = who.association),
    'released_on', to_char(l.released_at AT TIME ZONE who.zone, 'FMMonth FMDD, YYYY'),
    'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'is', jsonb_build_object(r.category, true, r.track, true),
    'version', l.number, 'outcome_sealed', encode(o.sealed, 'hex'))
  INTO doc FROM work.registration r
  JOIN work.administration a ON a.association_id = r.association_id AND a.id = r.administration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN result.outcome o ON o.association_id = r.association_id AND o.registration_id = r.id
  JOIN result.release l ON l.association_id = o.association_id AND l.id = o.release_id AND l.state = 'released'
  WHERE r.association_id = who.association AND r.id = in_registration
  ORDER BY l.number DESC LIMIT 1;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
