-- Whether a candidate has nothing more to sit at that instant: every part is closed or out of time, or was not begun and can no
-- longer be.
CREATE OR REPLACE FUNCTION work.exam_over(in_association uuid, in_registration uuid, in_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT bool_and(CASE WHEN s.id IS NULL OR (s.state = 'opened' AND s.delivered_at IS NULL) THEN in_at > w.closes_at
                         ELSE s.state = 'closed' OR NOT work.in_time(in_at, s.deadline, s.grace_s, s.paused_at) END)
    FROM work.registration r
    CROSS JOIN LATERAL unnest(r.parts) p (part)
    CROSS JOIN LATERAL work.window_of(r.association_id, r.id, p.part) w
    LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = p.part
    WHERE r.association_id = in_association AND r.id = in_registration);
END;
$$;
