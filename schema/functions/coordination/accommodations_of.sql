-- What one candidate asked for, and what a form for one more request needs. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.accommodations_of(in_token bytea, in_registration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT jsonb_build_object('registration', r.id, 'administration', jsonb_build_object('id', a.id, 'title', a.title),
    'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'zone', who.zone, 'minutes', coordination_api.minutes(r.association_id, r.id),
    'today', to_char(service.now_utc() AT TIME ZONE who.zone, 'YYYY-MM-DD'), 'lead_days', a.lead_days,
    'request_by', to_char(work.request_by(r.association_id, r.id, who.zone), 'FMMonth FMDD, YYYY'),
    'any', EXISTS (SELECT FROM work.accommodation c WHERE c.association_id = r.association_id AND c.registration_id = r.id),
    'requests', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', c.id, 'kind', c.kind, 'state', c.state, 'is', jsonb_build_object(c.kind, true, c.state, true), 'late', c.late,
                   'received_on', to_char(c.received_on, 'FMMonth FMDD, YYYY'),
                   'part1_minutes', nullif(c.part1_minutes, 0), 'part2_minutes', nullif(c.part2_minutes, 0))
                   ORDER BY (c.state = 'asked') DESC, c.filed_at DESC), '[]')
                 FROM work.accommodation c WHERE c.association_id = r.association_id AND c.registration_id = r.id))
  INTO doc FROM work.registration r
  JOIN work.administration a ON a.association_id = r.association_id AND a.id = r.administration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  WHERE r.association_id = who.association AND r.id = in_registration AND r.withdrawn_at IS NULL;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
