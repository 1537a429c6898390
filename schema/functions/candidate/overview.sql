-- The candidate's exam, one row for each part that they sit.
-- phase: not_open | no_appointment | ready | needs_acceptance | after_part1 | opened | running | time_over | handed_in | closed | missed.
-- entries: the ledger of the session, or what it will be. opens_text, closes_text: the window of that part (work.window_of).
-- device: only | newest (an older login of theirs, which has not ended, can only look at the exam that runs) | older (it is this
-- one; a later login has the exam that runs). epoch: of this login. session_id: NULL before it was opened. outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.overview(in_token_hash bytea, in_at timestamptz)
RETURNS TABLE (outcome text, association_name text, zone text, title text, category text, track text, opens_text text,
               closes_text text, accepted_text text, published boolean, part int, phase text, entries text,
               deadline timestamptz, paused_at timestamptz, deadline_text text, ended_text text, moment timestamptz,
               now_text text, device text, epoch int, session_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  at timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  IF l.outcome <> 'done' THEN
    RETURN QUERY SELECT l.outcome, '', '', '', '', '', '', '', '', false, 0, '', '', at, at, '', '', at, '', '', 0, NULL::uuid;
    RETURN;
  END IF;
  RETURN QUERY
  WITH own AS (
    SELECT r.association_id AS aid, r.id AS rid, a.name AS aname, a.zone AS azone, d.title AS dtitle, r.category AS cat,
           r.track AS trk, r.parts,
           (SELECT c.accepted_at FROM work.acceptance c
            WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.text_version =
              (SELECT max(t.version) FROM staff.confidentiality_text t WHERE t.association_id = r.association_id)) AS accepted_at,
           EXISTS (SELECT FROM result.outcome o JOIN result.release e
                   ON e.association_id = o.association_id AND e.id = o.release_id
                   WHERE o.association_id = r.association_id AND o.registration_id = r.id AND e.state = 'released') AS is_published
    FROM work.registration r
    JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
    JOIN staff.association a ON a.id = r.association_id
    WHERE r.association_id = l.association_id AND r.id = l.registration_id
  ), sat AS (
    SELECT s.part AS sat_part, s.id, s.state, s.deadline AS until, s.paused_at AS stands, s.handed_in_at, s.closed_at,
           s.state = 'closed' OR NOT work.in_time(at, s.deadline, s.grace_s, s.paused_at) AS over
    FROM own
    JOIN work.attempt t ON t.association_id = own.aid AND t.registration_id = own.rid
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  )
  SELECT 'done', own.aname, own.azone, own.dtitle, own.cat, own.trk,
         to_char(w.opens_at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'),
         to_char(w.closes_at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'),
         coalesce(to_char(own.accepted_at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'), ''),
         own.is_published, p.number::int,
         CASE WHEN sat.state = 'closed' AND sat.handed_in_at IS NOT NULL THEN 'handed_in'
              WHEN sat.state = 'closed' THEN 'closed'
              WHEN sat.state = 'running' AND sat.over THEN 'time_over'
              WHEN sat.state = 'running' THEN 'running'
              WHEN at > w.closes_at THEN 'missed'
              WHEN sat.state = 'opened' THEN 'opened'
              WHEN work.lacks_appointment(own.aid, own.rid, p.number) THEN 'no_appointment'
              WHEN at < w.opens_at THEN 'not_open'
              WHEN own.accepted_at IS NULL THEN 'needs_acceptance'
              WHEN p.number = 2 AND 1 = ANY (own.parts) AND NOT coalesce((SELECT one.over FROM sat one WHERE one.sat_part = 1), false)
                THEN 'after_part1'
              ELSE 'ready' END,
         work.ledger(own.aid, own.rid, p.number, sat.id), sat.until, sat.stands, coalesce(to_char(sat.until AT TIME ZONE own.azone, 'FMHH12:MI AM'), ''),
         coalesce(to_char(coalesce(sat.handed_in_at, sat.closed_at) AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'), ''),
         at, to_char(at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'),
         CASE WHEN NOT EXISTS (SELECT FROM sat r WHERE r.state = 'running' AND NOT r.over) THEN 'only'
              WHEN NOT l.newest THEN 'older'
              WHEN EXISTS (SELECT FROM work.login x WHERE x.association_id = own.aid AND x.registration_id = own.rid
                           AND x.epoch < l.epoch AND x.ended_at IS NULL) THEN 'newest'
              ELSE 'only' END, l.epoch, sat.id
  FROM own CROSS JOIN LATERAL unnest(own.parts) AS p (number)
  CROSS JOIN LATERAL work.window_of(own.aid, own.rid, p.number) w LEFT JOIN sat ON sat.sat_part = p.number
  ORDER BY p.number;
END;
$$;
