-- The roster with names (sealed), time and slips. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.candidates(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'open', adm.closes_at > service.now_utc(),
    'requests', (SELECT nullif(count(*), 0) FROM work.accommodation c
                 JOIN work.registration x ON x.association_id = c.association_id AND x.id = c.registration_id
                 WHERE c.association_id = who.association AND x.administration_id = in_administration AND x.withdrawn_at IS NULL
                   AND c.state = 'asked'),
    'slots', EXISTS (SELECT FROM work.slot s WHERE s.association_id = who.association AND s.administration_id = adm.id AND NOT s.withdrawn),
    'without_slip', count(*) FILTER (WHERE r.slip_hash IS NULL), 'slips_wanted', count(*) FILTER (WHERE r.slip_hash IS NULL) > 0,
    'people', coalesce(jsonb_agg(jsonb_build_object(
      'registration', r.id, 'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'category', r.category, 'track', r.track,
      'is', jsonb_build_object(r.category, true, r.track, true),
      'minutes', coordination_api.minutes(r.association_id, r.id),
      'requests', (SELECT nullif(count(*), 0) FROM work.accommodation c
                   WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.state = 'asked'),
      'slip', CASE WHEN r.slip_hash IS NULL THEN NULL
                   ELSE jsonb_build_object('number', r.slip_number, 'again', r.slip_number > 1,
                                           'at', coordination_api.show_time(r.slip_at, who.zone)) END)), '[]'))
  INTO doc
  FROM work.registration r
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  WHERE r.association_id = who.association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL;
END;
$$;
