-- What was published, with names: after the release only. outcome: ok | not_allowed | not_found | not_ready.
CREATE OR REPLACE FUNCTION coordination_api.results(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  batch result.release;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  SELECT * INTO batch FROM result.release r
  WHERE r.association_id = who.association AND r.administration_id = in_administration AND r.state = 'released'
  ORDER BY r.number DESC LIMIT 1;
  outcome := CASE WHEN adm.id IS NULL THEN 'not_found' WHEN batch.id IS NULL THEN 'not_ready' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone), 'number', batch.number,
    'released_at', coordination_api.show_time(batch.released_at, who.zone),
    'people', coalesce(jsonb_agg(jsonb_build_object('registration', r.id, 'person', p.id, 'sealed', encode(p.sealed, 'hex'),
      'is', jsonb_build_object(r.category, true, r.track, true), 'category', r.category, 'track', r.track,
      'version', o.number, 'outcome_sealed', encode(o.sealed, 'hex'))), '[]'))
  INTO doc FROM (
    -- The newest that was published for each: a correction holds the corrected ones.
    SELECT DISTINCT ON (x.registration_id) x.registration_id, x.sealed, l.number FROM result.outcome x
    JOIN result.release l ON l.association_id = x.association_id AND l.id = x.release_id AND l.state = 'released'
    WHERE x.association_id = who.association AND l.administration_id = in_administration
    ORDER BY x.registration_id, l.number DESC) o
  JOIN work.registration r ON r.association_id = who.association AND r.id = o.registration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id;
END;
$$;
