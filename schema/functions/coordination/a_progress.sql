-- Everything that the checklist, the blockers and the duties are decided from: counts and states of one administration.
-- over: every part that is owed is closed, or was not started and can no longer be. Only live packets count. waiting: packets that
-- lack one of their two reviewers, also when one came to lack them; third_free: those whose third nobody has yet; both without those
-- that a masker has again, of which no seat is filled (empty_seats): remasking.
-- held: responses of groups that wait for the next administration, which are no packets until then (approved leaves them out); small:
-- groups that wait for a coordinator's word.
CREATE OR REPLACE FUNCTION coordination_api.progress(in_association uuid, in_administration uuid) RETURNS jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH adm AS MATERIALIZED (
    SELECT a.*, service.now_utc() AS moment FROM work.administration a
    WHERE a.association_id = in_association AND a.id = in_administration),
  reg AS MATERIALIZED (
    SELECT r.id, r.parts, r.slip_hash IS NOT NULL AS slip FROM work.registration r
    WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL),
  last AS (SELECT work.latest_end(in_association, in_administration, '{1,2}') AS moment),
  part AS (
    SELECT s.state, s.part, s.paused_at IS NOT NULL AS paused, coalesce(s.state = 'closed', false)
                    OR (coalesce(s.state, 'opened') = 'opened' AND (SELECT a.moment FROM adm a) > (SELECT l.moment FROM last l)) AS settled
    FROM reg r CROSS JOIN LATERAL unnest(r.parts) p (part)
    LEFT JOIN work.attempt t ON t.association_id = in_association AND t.registration_id = r.id
    LEFT JOIN work.session s ON s.association_id = in_association AND s.attempt_id = t.id AND s.part = p.part),
  duty AS (
    SELECT DISTINCT ON (d.kind) d.kind, d.asked_at, d.state, jsonb_build_object('state', d.state, 'done', d.done, 'total', d.total,
                                                                                'note', d.note) AS shown
    FROM work.duty d
    WHERE d.association_id = in_association AND d.administration_id = in_administration
    ORDER BY d.kind, d.asked_at DESC),
  seat AS (
    SELECT l.packet_id, l.seat, l.state FROM review.allocation l JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
    WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live'
      AND l.state <> 'ended' AND l.seat > 0),
  packet AS (
    SELECT k.id, k.state, k.remasking, count(s.seat) FILTER (WHERE s.seat < 3) AS pair, count(s.seat) FILTER (WHERE s.seat = 3) AS third
    FROM review.packet k LEFT JOIN seat s ON s.packet_id = k.id
    WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live' GROUP BY k.id, k.state, k.remasking),
  rel AS (
    SELECT x.state, x.number FROM result.release x
    WHERE x.association_id = in_association AND x.administration_id = in_administration AND x.state <> 'dropped'
    ORDER BY x.number DESC LIMIT 1)
  SELECT jsonb_build_object(
    'window', (SELECT CASE WHEN a.moment < a.opens_at THEN 'before' WHEN a.moment <= a.closes_at THEN 'open' ELSE 'after' END FROM adm a),
    'roster', (SELECT count(*) FROM reg),
    'slips', (SELECT count(*) FROM reg r WHERE r.slip),
    'requests', (SELECT count(*) FROM work.accommodation c JOIN reg r ON r.id = c.registration_id
                 WHERE c.association_id = in_association AND c.state = 'asked'),
    'owed', (SELECT count(*) FROM part),
    'settled', (SELECT count(*) FROM part p WHERE p.settled),
    'running', (SELECT count(*) FROM part p WHERE p.state IN ('opened', 'running') AND NOT p.settled),
    'paused', (SELECT count(*) FROM part p WHERE p.paused),
    'unapproved', (SELECT count(*) FROM work.irregularity i WHERE i.association_id = in_association
                   AND i.administration_id = in_administration AND i.approved_at IS NULL AND i.act <> 'resume'),
    'closed', (SELECT count(*) FROM part p WHERE p.state = 'closed'),
    'over', (SELECT count(*) > 0 AND bool_and(p.settled) FROM part p),
    -- A release that was refused has to be prepared anew, so why it was stands with that step.
    'duties', (SELECT coalesce(jsonb_object_agg(d.kind, d.shown), '{}') FROM duty d)
              || (SELECT coalesce(jsonb_object_agg('preview', r.shown), '{}') FROM duty r JOIN duty p ON p.kind = 'preview'
                  WHERE r.kind = 'release' AND r.state = 'refused' AND r.asked_at > p.asked_at))
  || (SELECT jsonb_build_object('responses', count(*), 'proposed', count(*) FILTER (WHERE i.state = 'proposed'),
                                'approved', count(*) FILTER (WHERE i.state = 'approved' AND g.waits <> 'next'),
                                'held', count(*) FILTER (WHERE i.state <> 'packed' AND g.waits = 'next'),
                                'small', count(DISTINCT g.category) FILTER (WHERE g.waits = 'decision'))
      FROM intake.response i JOIN work.groups(in_association, in_administration) g ON g.category = i.category
      WHERE i.association_id = in_association AND i.administration_id = in_administration)
  || (SELECT jsonb_build_object('packets', count(*),
                                'waiting', count(*) FILTER (WHERE k.state IN ('waiting', 'in_review') AND k.pair < 2 AND NOT k.remasking),
                                'in_review', count(*) FILTER (WHERE k.state = 'in_review' AND k.pair = 2),
                                'third_free', count(*) FILTER (WHERE k.state = 'third_needed' AND k.third = 0 AND NOT k.remasking),
                                'remasking', count(*) FILTER (WHERE k.remasking),
                                'third', count(*) FILTER (WHERE k.state = 'third_needed'),
                                'decided', count(*) FILTER (WHERE k.state = 'decided')) FROM packet k)
  || (SELECT jsonb_build_object('remarks', count(*), 'remarks_approved', count(*) FILTER (WHERE f.state = 'approved'))
      FROM result.feedback f WHERE f.association_id = in_association AND f.administration_id = in_administration)
  || (SELECT jsonb_build_object('seats', count(*), 'locked', count(*) FILTER (WHERE s.state = 'locked')) FROM seat s)
  || jsonb_build_object('release', coalesce((SELECT r.state FROM rel r), 'none'));
$$;
