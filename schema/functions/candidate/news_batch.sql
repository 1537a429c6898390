-- How the sessions of many candidates stand, in one set-based statement: the arrays are of one length, an element of each for one
-- question. Only what is plain is told: a login that stands, and a session whose clock has run; of every other there is no row, and
-- candidate_api.part answers on its own. Nothing is written. A login lasts as long as its session runs, and a day else; a withdrawal
-- ends it (candidate_api.login_of, work.end_logins).
-- in_known: the version that the page knows; entries is NULL where that is the version now. in_times: arrival, without a demo's shift;
-- moment is with it. The rest as in candidate_api.part. place: from 1, which question. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.news_batch(in_token_hashes bytea[], in_parts int[], in_known bigint[], in_times timestamptz[])
RETURNS TABLE (outcome text, place int, session_id uuid, version bigint, state text, grace_s int, deadline timestamptz,
               moment timestamptz, paused_at timestamptz, own_break boolean, taken_over boolean, entries text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  shift interval := service.arrival('epoch') - 'epoch';
  since timestamptz := service.now_utc() - interval '24 hours';
BEGIN
  RETURN QUERY
  SELECT 'done', i.place::int, s.id, s.changes + n.epoch, s.state, s.grace_s, s.deadline, i.at + shift, s.paused_at,
         coalesce(s.paused_by = 'candidate', false), n.epoch > l.epoch,
         CASE WHEN s.changes + n.epoch <> i.known
           -- As work.ledger, which would be a call for each row.
           THEN (SELECT string_agg(k.kind || ':' || k.seconds, ',' ORDER BY k.first)
                 FROM (SELECT e.kind, sum(e.seconds) AS seconds, min(e.number) AS first FROM work.entitlement e
                       WHERE e.association_id = s.association_id AND e.session_id = s.id GROUP BY e.kind) k) END
  -- OFFSET 0: each is looked up for its row, whatever the statistics of a young database would rather join.
  FROM unnest(in_token_hashes, in_parts, in_known, in_times) WITH ORDINALITY AS i (token_hash, part, known, at, place)
  CROSS JOIN LATERAL (SELECT x.* FROM work.login x WHERE x.token_hash = i.token_hash AND x.ended_at IS NULL OFFSET 0) l
  CROSS JOIN LATERAL (SELECT x.* FROM work.session x
                      WHERE x.registration_id = l.registration_id AND x.part = i.part OFFSET 0) s
  CROSS JOIN LATERAL (SELECT x.epoch FROM work.login x
                      WHERE x.association_id = l.association_id AND x.registration_id = l.registration_id
                      ORDER BY x.epoch DESC LIMIT 1) n
  WHERE s.association_id = l.association_id AND (s.state = 'running' OR (s.state = 'closed' AND l.made_at > since));
END;
$$;
