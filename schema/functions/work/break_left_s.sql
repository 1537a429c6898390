-- Seconds that are left of the breaks granted for a session; the break that lasts is not counted yet. 0: none were granted.
CREATE OR REPLACE FUNCTION work.break_left_s(in_association uuid, in_session uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT greatest(0, coalesce(CASE s.part WHEN 1 THEN c.part1_minutes ELSE c.part2_minutes END, 0) * 60
                       - coalesce((SELECT sum(e.seconds) FROM work.entitlement e
                                   WHERE e.association_id = s.association_id AND e.session_id = s.id AND e.kind = 'pause'
                                     AND e.reason = 'break'), 0))::int
    FROM work.session s
    JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
    LEFT JOIN work.accommodation c ON c.association_id = t.association_id AND c.registration_id = t.registration_id
                                  AND c.kind = 'breaks' AND c.state = 'granted'
    WHERE s.association_id = in_association AND s.id = in_session);
END;
$$;
