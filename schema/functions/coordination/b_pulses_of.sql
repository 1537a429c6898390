-- What the pages of an administration's sessions last said of themselves, at an instant of the boot clock (measured, without a
-- demo's shift). held: answers that the newest login's device alone has had for ten seconds at least (less is a save on its way),
-- as {"answers", "one", "characters", "since"}; earlier: the same of devices that the exam has gone on from; last: the newest word.
CREATE OR REPLACE FUNCTION coordination_api.pulses_of(in_association uuid, in_sessions uuid[], in_measured timestamptz)
RETURNS TABLE (session uuid, held jsonb, earlier bigint, last timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH word AS (
    SELECT p.*, rank() OVER (PARTITION BY p.session_id ORDER BY p.epoch DESC) AS age,
           p.unsent > 0 AND p.waiting_since <= in_measured - interval '10 seconds' AS waits
    FROM work.pulse p WHERE p.association_id = in_association AND p.session_id = ANY (in_sessions))
  SELECT w.session_id,
         jsonb_agg(jsonb_build_object('answers', w.unsent, 'one', nullif(w.unsent = 1, false), 'characters', nullif(w.characters, 0),
           'since', coordination_api.span(extract(epoch FROM in_measured - w.waiting_since)::bigint)))
           FILTER (WHERE w.waits AND w.age = 1) -> 0,
         sum(w.unsent) FILTER (WHERE w.waits AND w.age > 1), max(w.measured)
  FROM word w GROUP BY w.session_id;
$$;
