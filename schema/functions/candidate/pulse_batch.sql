-- Many pages' words at once, in one statement that writes nothing to the log. in_at_us: arrivals in microseconds since 1970. Only
-- what is plain is decided here: a login of less than a day, whose part is open. A row for each, by its place in the arrays.
-- outcome: done | apart (candidate_api.pulse has to judge it).
CREATE OR REPLACE FUNCTION candidate_api.pulse_batch(
  in_tokens bytea[], in_parts int[], in_at_us bigint[], in_unsent int[], in_characters int[], in_waiting_s int[])
RETURNS TABLE (outcome text, place bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH word AS (
    SELECT u.*, timestamptz 'epoch' + u.at_us * interval '1 microsecond' AS at
    FROM unnest(in_tokens, in_parts, in_at_us, in_unsent, in_characters, in_waiting_s) WITH ORDINALITY
           AS u (token, part, at_us, unsent, characters, waiting_s, place)),
  plain AS (
    SELECT w.place, w.at, w.unsent, w.characters, w.waiting_s, s.association_id, s.id AS session_id, l.epoch
    FROM word w
    JOIN work.login l ON l.token_hash = w.token AND l.ended_at IS NULL
      AND l.made_at > (SELECT service.now_utc()) - interval '24 hours'
    JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id AND r.withdrawn_at IS NULL
    JOIN work.attempt t ON t.association_id = l.association_id AND t.registration_id = l.registration_id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = w.part
      AND s.state <> 'opened'),
  kept AS (
    INSERT INTO work.pulse AS p (association_id, session_id, epoch, measured, unsent, characters, waiting_since)
    SELECT DISTINCT ON (n.association_id, n.session_id, n.epoch) n.association_id, n.session_id, n.epoch, n.at, n.unsent,
           n.characters, CASE WHEN n.unsent > 0 THEN n.at - make_interval(secs => n.waiting_s) END
    FROM plain n ORDER BY n.association_id, n.session_id, n.epoch, n.at DESC, n.place DESC
    ON CONFLICT (association_id, session_id, epoch) DO UPDATE
      SET measured = excluded.measured, unsent = excluded.unsent, characters = excluded.characters,
          waiting_since = excluded.waiting_since
      WHERE excluded.measured >= p.measured)
  SELECT CASE WHEN n.place IS NULL THEN 'apart' ELSE 'done' END, w.place
  FROM word w LEFT JOIN plain n ON n.place = w.place ORDER BY w.place;
$$;
