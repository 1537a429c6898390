-- The checklist: [{"step", "state": done|now|running|refused|later, counts, "note", "why", "is"}], ticks computed from progress() alone.
CREATE OR REPLACE FUNCTION coordination_api.steps(in_progress jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH p AS (
    SELECT x.*, in_progress->'duties' AS duties, in_progress->>'release' AS release,
           in_progress->'duties'->'intake'->>'state' = 'done' AS taken_in
    FROM jsonb_to_record(in_progress) AS x ("window" text, roster int, slips int, requests int, owed int, settled int, "over" boolean,
                                            responses int, proposed int, remasking int, approved int, held int, packets int, waiting int, third_free int,
                                            decided int, seats int, locked int, remarks_approved int)),
  list AS (
    SELECT s.*, p.duties->s.kind AS duty FROM p CROSS JOIN LATERAL (VALUES
      (1, 'roster', NULL, p.roster > 0, p.roster, NULL::int),
      (2, 'slips', NULL, p.roster > 0 AND (p.slips = p.roster OR coalesce(p."over", false)), p.slips, p.roster),
      (3, 'accommodations', NULL, p.roster > 0 AND p.requests = 0, p.requests, NULL),
      (4, 'window', NULL, p."window" = 'after' OR coalesce(p."over", false), NULL, NULL),
      (5, 'sessions', NULL, coalesce(p."over", false), p.settled, p.owed),
      (6, 'score', 'score', p.duties->'score'->>'state' = 'done', NULL, NULL),
      (7, 'intake', 'intake', p.taken_in, p.responses, NULL),
      (8, 'maskings', NULL, p.taken_in AND p.proposed = 0 AND p.remasking = 0, p.responses - p.proposed, p.responses),
      (9, 'packets', 'packets', p.taken_in AND p.proposed = 0 AND p.approved = 0 AND (p.packets + p.held > 0 OR p.responses = 0),
          p.packets, p.responses - p.held),
      (10, 'reviewers', NULL, p.taken_in AND p.waiting = 0 AND p.packets + p.held >= p.responses AND p.approved = 0 AND p.proposed = 0
                             AND p.third_free = 0 AND p.remasking = 0, p.packets - p.waiting - p.remasking, p.packets),
      (11, 'reviews', NULL, p.taken_in AND p.approved = 0 AND p.proposed = 0 AND p.packets + p.held >= p.responses AND p.decided = p.packets,
           p.locked, p.seats),
      (12, 'remarks', NULL, p.release = 'released' OR (p.taken_in AND p.approved = 0 AND p.proposed = 0 AND p.packets + p.held >= p.responses
                           AND p.decided = p.packets AND p.remarks_approved >= p.packets), p.remarks_approved, p.packets),
      (13, 'prepare', 'preview', p.release IN ('prepared', 'confirmed', 'released'), NULL, NULL),
      (14, 'confirm', NULL, p.release IN ('confirmed', 'released'), NULL, NULL),
      (15, 'release', 'release', p.release = 'released', NULL, NULL))
      AS s (place, step, kind, done, number, whole)),
  state AS (
    SELECT l.*, CASE WHEN coalesce(l.done, false) THEN 'done'
                     WHEN l.duty->>'state' IN ('asked', 'running') THEN 'running'
                     WHEN row_number() OVER (PARTITION BY coalesce(l.done, false) ORDER BY l.place) > 1 THEN 'later'
                     WHEN l.duty->>'state' = 'refused' THEN 'refused'
                     ELSE 'now' END AS state
    FROM list l)
  SELECT jsonb_agg(jsonb_build_object('step', s.step, 'state', s.state, 'count', s.number, 'of', s.whole,
                                      'so_far', CASE WHEN s.state = 'running' AND (s.duty->>'total')::int > 0 THEN s.duty->'done' END,
                                      'so_far_of', CASE WHEN s.state = 'running' THEN s.duty->'total' END,
                                      'note', CASE WHEN s.state = 'refused' THEN nullif(s.duty->>'note', '') END,
                                      'why', coordination_api.note_words(s.duty->>'note'),
                                      'is', jsonb_build_object(s.step, true, s.state, true)) ORDER BY s.place)
  FROM state s;
$$;
