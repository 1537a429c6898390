-- Whether somebody may still sit one of these parts: a part that is owed has no closed session, and the latest deadline that
-- the window allows anybody, with its grace, is not past.
CREATE OR REPLACE FUNCTION registrar_api.window_open(in_association uuid, in_administration uuid, in_parts int[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH owed AS (
    SELECT s.state, greatest(s.entitled_s,
                             (CASE p.part WHEN 1 THEN d.part1_minutes ELSE d.part2_minutes END + r.esl_minutes) * 60) AS entitled_s
    FROM work.registration r
    JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
    CROSS JOIN LATERAL unnest(r.parts) p (part)
    LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = p.part
    WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL
      AND p.part = ANY (in_parts)
  )
  SELECT EXISTS (SELECT FROM owed o WHERE o.state IS DISTINCT FROM 'closed')
     AND service.now_utc() <= d.closes_at + make_interval(secs => (SELECT max(o.entitled_s) FROM owed o) + d.grace_s)
  FROM work.administration d
  WHERE d.association_id = in_association AND d.id = in_administration;
$$;
