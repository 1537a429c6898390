-- What many candidates need to be shown all questions of a part, in one statement: the arrays are of one length, an element of each for
-- one candidate. Only what is plain is told: a newest login of today, and a session that is open or runs in time, is not paused and
-- has no answer yet; and who is told, to them the questions are delivered (candidate_api.delivered_part). Who gets no row is answered
-- on their own. in_times: arrival, without a demo's shift. epoch: of the login. outcome: done. place: from 1.
CREATE OR REPLACE FUNCTION candidate_api.questions_batch(in_token_hashes bytea[], in_parts int[], in_times timestamptz[])
RETURNS TABLE (outcome text, place int, session_id uuid, form_id uuid, order_seed bytea, state text, epoch int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  shift interval := service.arrival('epoch') - 'epoch';
  since timestamptz := service.now_utc() - interval '24 hours';
BEGIN
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT i.place, l.association_id, l.registration_id, s.id, s.form_id AS form, s.order_seed AS seed, s.state AS stands,
           l.epoch AS login, in_times[i.place] + shift AS moment, s.state = 'opened' AND s.delivered_at IS NULL AS fresh
    FROM generate_series(1, cardinality(in_parts)) AS i (place)
    -- OFFSET 0: each is looked up for its row, whatever the statistics of a young database would rather join.
    CROSS JOIN LATERAL (SELECT x.* FROM work.login x
                        WHERE x.token_hash = in_token_hashes[i.place] AND x.ended_at IS NULL OFFSET 0) l
    CROSS JOIN LATERAL (SELECT x.* FROM work.session x
                        WHERE x.registration_id = l.registration_id AND x.part = in_parts[i.place] OFFSET 0) s
    CROSS JOIN LATERAL (SELECT x.epoch FROM work.login x
                        WHERE x.association_id = l.association_id AND x.registration_id = l.registration_id
                        ORDER BY x.epoch DESC LIMIT 1) n
    WHERE s.association_id = l.association_id AND l.made_at > since AND n.epoch = l.epoch AND s.paused_at IS NULL
      AND (SELECT count(*) FROM (SELECT FROM work.save v WHERE v.session_id = s.id LIMIT 1) v) = 0
      AND CASE WHEN s.state = 'running' THEN work.in_time(in_times[i.place] + shift, s.deadline, s.grace_s, s.paused_at)
               WHEN s.state <> 'opened' THEN false
               ELSE s.delivered_at IS NULL OR s.delivered_at >= in_times[i.place] + shift - interval '10 seconds' END
  ), fresh AS MATERIALIZED (
    -- To whom nothing was delivered before the end of their window, nothing is any more.
    SELECT f.ids[w.place] AS id, f.moments[w.place] AS moment
    FROM (SELECT array_agg(x.id) AS ids, array_agg(x.moment) AS moments, array_agg(x.association_id) AS associations,
                 array_agg(x.registration_id) AS registrations
          FROM (SELECT DISTINCT ON (y.id) y.* FROM asked y WHERE y.fresh ORDER BY y.id, y.moment) x) f
    CROSS JOIN LATERAL work.own_window_many(f.associations, f.registrations) w
    WHERE f.moments[w.place] <= w.closes_at
  ), held AS MATERIALIZED (
    SELECT s.id, f.moment
    FROM fresh f
    JOIN work.session s ON s.id = f.id
    WHERE s.state = 'opened' AND s.delivered_at IS NULL
    FOR NO KEY UPDATE OF s SKIP LOCKED
  ), delivered AS (
    UPDATE work.session AS x SET delivered_at = h.moment, changes = x.changes + 1
    FROM held h WHERE x.id = h.id AND x.state = 'opened' AND x.delivered_at IS NULL
    RETURNING x.id
  )
  SELECT 'done', a.place, a.id, a.form, a.seed, a.stands, a.login FROM asked a
  WHERE NOT a.fresh OR (a.id IN (SELECT d.id FROM delivered d)) IS TRUE;
END;
$$;
