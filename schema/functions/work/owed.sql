-- The time a part is owed before anything happens in it: the administration's own, and what was granted. kind as in the ledger,
-- in its order; rows without minutes are left out.
-- PL/pgSQL, because it keeps its plan: a function of plain SQL is parsed anew at every call.
CREATE OR REPLACE FUNCTION work.owed(in_association uuid, in_registration uuid, in_part int) RETURNS TABLE (kind text, minutes int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT v.kind, v.minutes
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  CROSS JOIN LATERAL (
    SELECT 1 AS place, 'base' AS kind, CASE in_part WHEN 1 THEN d.part1_minutes ELSE d.part2_minutes END AS minutes
    UNION ALL
    SELECT CASE c.kind WHEN 'esl' THEN 2 ELSE 3 END, CASE c.kind WHEN 'esl' THEN 'esl' ELSE 'other' END,
           CASE in_part WHEN 1 THEN c.part1_minutes ELSE c.part2_minutes END
    FROM work.accommodation c
    WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.state = 'granted' AND c.kind IN ('esl', 'time')) v
  WHERE r.association_id = in_association AND r.id = in_registration AND v.minutes > 0
  ORDER BY v.place;
END;
$$;
