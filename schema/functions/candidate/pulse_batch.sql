-- Many pages' words at once (see candidate_api.pulse), in one statement that writes nothing into the write-ahead log. in_times: arrivals
-- on the boot clock. Only what is plain is taken here: a login of less than a day, whose part has begun. Every other one gets no row
-- back, and candidate_api.pulse has to judge it. outcome: done (place: from 1, whose word was taken).
CREATE OR REPLACE FUNCTION candidate_api.pulse_batch(
  in_token_hashes bytea[], in_parts int[], in_times timestamptz[], in_unsent int[], in_characters int[], in_waiting_s int[])
RETURNS TABLE (outcome text, place bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  since timestamptz := service.now_utc() - interval '24 hours';
BEGIN
  RETURN QUERY
  WITH plain AS MATERIALIZED (
    SELECT w.place, w.at, w.unsent, w.characters, w.waiting_s, s.association_id, s.id AS session_id, l.epoch
    FROM unnest(in_token_hashes, in_parts, in_times, in_unsent, in_characters, in_waiting_s) WITH ORDINALITY
           AS w (token_hash, part, at, unsent, characters, waiting_s, place)
    -- OFFSET 0: each is looked up for its row, whatever the statistics of a young database would rather join.
    CROSS JOIN LATERAL (SELECT x.* FROM work.login x WHERE x.token_hash = w.token_hash AND x.ended_at IS NULL OFFSET 0) l
    CROSS JOIN LATERAL (SELECT x.* FROM work.session x
                        WHERE x.registration_id = l.registration_id AND x.part = w.part OFFSET 0) s
    WHERE s.association_id = l.association_id AND s.state <> 'opened' AND l.made_at > since
  ), kept AS (
    INSERT INTO work.pulse AS p (association_id, session_id, epoch, measured, unsent, characters, waiting_since)
    SELECT DISTINCT ON (n.association_id, n.session_id, n.epoch) n.association_id, n.session_id, n.epoch, n.at, n.unsent,
           n.characters, CASE WHEN n.unsent > 0 THEN n.at - make_interval(secs => n.waiting_s) END
    FROM plain n ORDER BY n.association_id, n.session_id, n.epoch, n.at DESC, n.place DESC
    ON CONFLICT (association_id, session_id, epoch) DO UPDATE
      SET measured = excluded.measured, unsent = excluded.unsent, characters = excluded.characters,
          waiting_since = excluded.waiting_since
      WHERE excluded.measured >= p.measured
  )
  SELECT 'done', n.place FROM plain n;
END;
$$;
