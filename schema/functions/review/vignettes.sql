-- The vignettes that the reader scores, practice and what is held left out, in form order: how many responses to each there are, how many of them are scored, and the
-- next that is not (in the reader's own order; code NULL: all are). first_code and title_page: the first response, from whose packet the title comes.
-- outcome: always vignette; no row: nothing is allocated.
-- In plpgsql, which keeps its plan: a function in SQL is planned at each call, and that took most of a page's time.
CREATE OR REPLACE FUNCTION review_api.vignettes(in_token_hash bytea)
RETURNS TABLE (outcome text, association text, category text, part int, responses int, scored int, code text, page int, packet uuid,
               first_code text, title_page int, packet_version int, packet_sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'vignette', g.association, g.category, g.part::int, g.responses::int, g.scored::int, g.code, g.page, k.id, g.first_code, g.title_page,
         k.version, k.sealed
  FROM (SELECT r.association_id, r.association, r.category, r.part, min(r.number) AS first, count(*) AS responses,
               count(*) FILTER (WHERE r.is_scored) AS scored,
               (array_agg(r.code ORDER BY r.number) FILTER (WHERE NOT r.is_scored))[1] AS code,
               (array_agg(r.page ORDER BY r.number) FILTER (WHERE NOT r.is_scored))[1] AS page,
               (array_agg(r.packet ORDER BY r.number))[1] AS packet,
               (array_agg(r.code ORDER BY r.number))[1] AS first_code,
               (array_agg(r.page ORDER BY r.number))[1] AS title_page
        FROM review_api.a_tasks(in_token_hash) r
        WHERE NOT r.practice AND NOT r.is_held
        GROUP BY r.association_id, r.association, r.category, r.part) g
  JOIN review.packet k ON k.association_id = g.association_id AND k.id = g.packet
  ORDER BY g.first;
END;
$$;
