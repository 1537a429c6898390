-- The last instant at which anybody of an administration can still be working on one of these parts: the latest end of a window,
-- the longest time owed, the grace. What was added to a session that runs is in its own deadline.
CREATE OR REPLACE FUNCTION work.latest_end(in_association uuid, in_administration uuid, in_parts int[]) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT max(greatest(w.closes_at + make_interval(secs => work.owed_s(r.association_id, r.id, p.part)),
                        CASE WHEN s.state = 'running' THEN s.deadline END)
               + make_interval(secs => d.grace_s))
    FROM work.registration r
    JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
    CROSS JOIN LATERAL unnest(r.parts) p (part)
    CROSS JOIN LATERAL work.window_of(r.association_id, r.id, p.part) w
    LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = p.part
    WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL
      AND p.part = ANY (in_parts));
END;
$$;
