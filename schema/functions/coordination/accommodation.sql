-- One request with its words and decision (sealed), and the time that follows from all that is granted: minutes is what each part
-- stands at, owed what it begins with. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.accommodation(in_token bytea, in_id uuid, OUT outcome text, OUT doc jsonb)
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
  SELECT jsonb_build_object('id', c.id, 'version', c.version, 'registration', r.id,
    'administration', jsonb_build_object('id', a.id, 'title', a.title), 'zone', who.zone,
    'association', (SELECT x.name FROM staff.association x WHERE x.id = who.association),
    'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'kind', c.kind, 'state', c.state, 'documents', c.documents,
    'is', jsonb_build_object(c.kind, true, c.state, true, 'by_' || c.filed_by, true, 'documents_' || c.documents, true),
    'has_minutes', c.kind IN ('esl', 'time', 'breaks'), 'may_decide', c.state <> 'withdrawn', 'late', c.late,
    'decided', c.state IN ('granted', 'refused'),
    'received_on', to_char(c.received_on, 'FMMonth FMDD, YYYY'), 'lead_days', a.lead_days,
    'request_by', to_char(work.request_by(r.association_id, r.id, who.zone), 'FMMonth FMDD, YYYY'),
    'filed_at', coordination_api.show_time(c.filed_at, who.zone),
    'part1_minutes', nullif(c.part1_minutes, 0), 'part2_minutes', nullif(c.part2_minutes, 0),
    'sits', jsonb_build_object('part1', 1 = ANY (r.parts), 'part2', 2 = ANY (r.parts)),
    'own_window', CASE WHEN c.opens_at IS NOT NULL THEN coordination_api.window_of(c.opens_at, c.closes_at, who.zone) END,
    'window', coordination_api.window_of(a.opens_at, a.closes_at, who.zone),
    'opens', coalesce(to_char(c.opens_at AT TIME ZONE who.zone, 'YYYY-MM-DD HH24:MI'), ''),
    'closes', coalesce(to_char(c.closes_at AT TIME ZONE who.zone, 'YYYY-MM-DD HH24:MI'), ''),
    'request', encode(c.request, 'hex'), 'decision', encode(c.decision, 'hex'),
    'decided_on', CASE WHEN c.state IN ('granted', 'refused')
                       THEN to_char(coalesce(c.decided_at, c.filed_at) AT TIME ZONE who.zone, 'FMMonth FMDD, YYYY') END,
    'decider', (SELECT jsonb_build_object('account', s.id, 'sealed', encode(s.sealed, 'hex')) FROM staff.account s WHERE s.id = c.decided_by),
    'minutes', coordination_api.minutes(r.association_id, r.id),
    'owed', (SELECT jsonb_agg(jsonb_build_object('part', o.part, 'entries', work.ledger(r.association_id, r.id, o.part, NULL)) ORDER BY o.part)
             FROM unnest(r.parts) o (part)),
    'over', (SELECT coalesce(jsonb_agg(s.part ORDER BY s.part), '[]') FROM work.attempt t
             JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.state = 'closed'
             WHERE t.association_id = r.association_id AND t.registration_id = r.id))
  INTO doc FROM work.accommodation c
  JOIN work.registration r ON r.association_id = c.association_id AND r.id = c.registration_id
  JOIN work.administration a ON a.association_id = r.association_id AND a.id = r.administration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  WHERE c.association_id = who.association AND c.id = in_id AND r.withdrawn_at IS NULL;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
