-- What the candidates of an administration asked for: open (to be decided, the first received first) and settled, the newest
-- first. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.accommodations(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
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
  WITH list AS (
    SELECT c.state, c.received_on, c.filed_at, jsonb_build_object(
      'id', c.id, 'registration', r.id, 'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'kind', c.kind, 'state', c.state,
      'is', jsonb_build_object(c.kind, true, c.state, true), 'late', c.late,
      'received_on', to_char(c.received_on, 'FMMonth FMDD, YYYY'),
      'part1_minutes', nullif(c.part1_minutes, 0), 'part2_minutes', nullif(c.part2_minutes, 0)) AS shown
    FROM work.accommodation c
    JOIN work.registration r ON r.association_id = c.association_id AND r.id = c.registration_id
    JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
    WHERE c.association_id = who.association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL)
  SELECT jsonb_build_object('id', a.id, 'title', a.title,
    'window', coordination_api.window_of(a.opens_at, a.closes_at, who.zone), 'lead_days', a.lead_days,
    'waiting', (SELECT nullif(count(*), 0) FROM list l WHERE l.state = 'asked'),
    'all_settled', (SELECT count(*) > 0 AND bool_and(l.state <> 'asked') FROM list l),
    'any', (SELECT count(*) > 0 FROM list l),
    'open', (SELECT coalesce(jsonb_agg(l.shown ORDER BY l.received_on, l.filed_at) FILTER (WHERE l.state = 'asked'), '[]') FROM list l),
    'settled', (SELECT coalesce(jsonb_agg(l.shown ORDER BY l.received_on DESC, l.filed_at DESC) FILTER (WHERE l.state <> 'asked'), '[]')
                FROM list l))
  INTO doc FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
