-- The time a registration is owed before it starts, by part: base, ESL (absent when none), total, in minutes;
-- plain: nothing was added.
CREATE OR REPLACE FUNCTION coordination_api.minutes(in_part1 int, in_part2 int, in_parts smallint[], in_esl int) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_agg(jsonb_build_object('part', p.part, 'base', b.base, 'esl', nullif(in_esl, 0), 'total', b.base + in_esl, 'plain', in_esl = 0)
                   ORDER BY p.part)
  FROM unnest(in_parts) p (part)
  CROSS JOIN LATERAL (SELECT CASE p.part WHEN 1 THEN in_part1 ELSE in_part2 END AS base) b;
$$;
