-- How far everybody is at an instant of the boot clock, without a word of what they wrote. A page that has spoken and then
-- not for 45 seconds, three times its turn, is silent. needs: somebody should look there now. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.board(in_token bytea, in_administration uuid, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  moment timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 3);
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
  WITH reg AS (
    SELECT r.id, r.person_id, r.category, r.track, r.parts, p.sealed, t.id AS attempt FROM work.registration r
    JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
    LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    WHERE r.association_id = who.association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL),
  gone AS MATERIALIZED (
    SELECT x.part, coordination_api.taken_in(who.association, in_administration, x.part) AS taken_in FROM unnest('{1,2}'::int[]) x (part)),
  pulse AS MATERIALIZED (
    SELECT p.* FROM (SELECT array_agg(s.id) AS sessions FROM reg
                     JOIN work.session s ON s.association_id = who.association AND s.attempt_id = reg.attempt) x
    CROSS JOIN LATERAL coordination_api.pulses_of(who.association, x.sessions, in_at) p),
  part AS (
    SELECT reg.id AS registration, jsonb_build_object('part', q.part, 'is', jsonb_build_object(
             CASE WHEN s.id IS NULL THEN 'not_started' WHEN s.state = 'closed' AND s.handed_in_at IS NOT NULL THEN 'handed_in' ELSE s.state END, true),
           'minutes', jsonb_build_object('part', q.part, 'entries', work.ledger(who.association, reg.id, q.part, s.id)),
           'paused', CASE WHEN s.paused_at IS NOT NULL THEN jsonb_build_object(s.paused_by, true) END,
           'left', CASE WHEN s.state = 'running'
                        THEN greatest(0, ceil(extract(epoch FROM s.deadline - coalesce(s.paused_at, moment)) / 60))::int END,
           'saved', coalesce(v.saved, 0), 'of', v.asked, 'late', nullif(v.late, 0),
           'held', p.held, 'earlier', p.earlier,
           'silent', CASE WHEN h.silent THEN coordination_api.span(extract(epoch FROM in_at - p.last)::bigint) END,
           'needs', nullif(p.held IS NOT NULL OR p.earlier IS NOT NULL OR h.silent, false),
           'session', s.id, 'acts', coordination_api.fitting_acts(s.state, s.paused_by, g.taken_in),
           'reopened', EXISTS (SELECT FROM work.irregularity_session l WHERE l.association_id = who.association
                               AND l.session_id = s.id AND l.outcome = 'reopened')) AS cell,
           q.part, coalesce(s.state, 'none') AS state
    FROM reg CROSS JOIN LATERAL unnest(reg.parts) q (part)
    LEFT JOIN work.session s ON s.association_id = who.association AND s.attempt_id = reg.attempt AND s.part = q.part
    LEFT JOIN coordination_api.saved_of(who.association, in_administration) v ON v.session = s.id
    LEFT JOIN pulse p ON p.session = s.id
    CROSS JOIN LATERAL (SELECT coalesce(s.state = 'running' AND s.paused_at IS NULL
                                        AND p.last < in_at - interval '45 seconds', false) AS silent) h
    JOIN gone g ON g.part = q.part),
  cells AS (
    SELECT part.registration, jsonb_agg(part.cell ORDER BY part.part) AS parts FROM part GROUP BY part.registration)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'now', coordination_api.show_time(moment, who.zone),
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'working', (SELECT count(*) FROM part WHERE part.state IN ('opened', 'running')),
    'finished', (SELECT count(*) FROM part WHERE part.state = 'closed'),
    'parts_owed', (SELECT count(*) FROM part),
    'late', (SELECT nullif(count(*), 0) FROM part WHERE part.cell->>'late' IS NOT NULL),
    'attention', (SELECT nullif(count(*), 0) FROM part WHERE part.cell->>'needs' IS NOT NULL),
    'may_give', who.rights & 1 <> 0,
    'outages', CASE WHEN who.rights & 1 <> 0 THEN coordination_api.outages_open(who.association, in_administration, who.zone) ELSE '[]' END,
    'skew_s', (SELECT a.skew_s FROM coordination_api.alarms(in_at) a),
    'silent_since', (SELECT coordination_api.show_time(a.silent_since, who.zone) FROM coordination_api.alarms(in_at) a
                     WHERE moment BETWEEN adm.opens_at AND adm.closes_at
                        OR EXISTS (SELECT FROM part WHERE part.state = 'running')),
    'people', coalesce(jsonb_agg(jsonb_build_object(
      'registration', reg.id, 'person', reg.person_id, 'sealed', encode(reg.sealed, 'hex'),
      'is', jsonb_build_object(reg.category, true, reg.track, true),
      'parts', cells.parts)), '[]'))
  INTO doc FROM reg JOIN cells ON cells.registration = reg.id;
END;
$$;
