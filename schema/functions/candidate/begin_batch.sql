-- candidate_api.begin_part for many, in one transaction, and how their sessions stand then: the arrays are of one length, an element of
-- each for one candidate. Rows as of candidate_api.news_batch. Who gets none is decided by begin_part on their own: whose login is not
-- of today, whose session was never opened or somebody else holds just now, and for whom the window ended before a question was asked.
CREATE OR REPLACE FUNCTION candidate_api.begin_batch(in_token_hashes bytea[], in_parts int[], in_times timestamptz[])
RETURNS TABLE (outcome text, place int, session_id uuid, version bigint, state text, grace_s int, deadline timestamptz,
               moment timestamptz, paused_at timestamptz, own_break boolean, taken_over boolean, entries text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  shift interval := service.arrival('epoch') - 'epoch';
  since timestamptz := service.now_utc() - interval '24 hours';
  standing record;
  started uuid[];
  made record;
BEGIN
  SELECT array_agg(x.association_id) AS associations, array_agg(x.id) AS sessions, array_agg(x.starts_at) AS times
  INTO standing
  FROM (SELECT DISTINCT ON (s.id) s.association_id, s.id,
               CASE WHEN s.delivered_at < i.at + shift - interval '10 seconds' THEN s.delivered_at ELSE i.at + shift END AS starts_at
        FROM unnest(in_token_hashes, in_parts, in_times) WITH ORDINALITY AS i (token_hash, part, at, place)
        CROSS JOIN LATERAL (SELECT y.* FROM work.login y WHERE y.token_hash = i.token_hash AND y.ended_at IS NULL OFFSET 0) l
        CROSS JOIN LATERAL (SELECT y.* FROM work.session y
                            WHERE y.registration_id = l.registration_id AND y.part = i.part OFFSET 0) s
        WHERE s.association_id = l.association_id AND s.state = 'opened' AND l.made_at > since
          AND (s.delivered_at IS NOT NULL
               OR i.at + shift <= (SELECT w.closes_at FROM work.window_of(l.association_id, l.registration_id, i.part) w))
        ORDER BY s.id, i.place) x;
  SELECT array_agg(n) INTO started FROM work.start_many(standing.associations, standing.sessions, standing.times) n;
  FOR made IN
    SELECT s.association_id, array_agg(s.registration_id ORDER BY o.place) AS registrations,
           array_agg(s.id ORDER BY o.place) AS sessions, array_agg(jsonb_build_object('part', s.part) ORDER BY o.place) AS details
    FROM unnest(started) WITH ORDINALITY AS o (session, place)
    JOIN work.session s ON s.id = o.session
    GROUP BY s.association_id ORDER BY s.association_id
  LOOP
    PERFORM audit.append_many(made.association_id, 'candidate', made.registrations, 'session.started', made.sessions, made.details);
  END LOOP;
  RETURN QUERY
  SELECT n.* FROM candidate_api.news_batch(in_token_hashes, in_parts, array_fill(0::bigint, ARRAY[cardinality(in_parts)]), in_times) n;
END;
$$;
