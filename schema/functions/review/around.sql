-- Where one page of an own packet stands among the responses to its vignette, in the reader's own order. before and after: its
-- neighbours, scored or not. onward: the next that is not scored, to this vignette (stays), else to the next vignette that has one;
-- NULL: none is left. Practice and what counts are apart, and nobody is led to what is held. outcome: always found; no row: not the reader's, or no such page.
-- In plpgsql, which keeps its plan: a function in SQL is planned at each call, and that took most of a page's time.
CREATE OR REPLACE FUNCTION review_api.around(in_token_hash bytea, in_code text, in_page int)
RETURNS TABLE (outcome text, part int, parts int, number int, responses int, scored int, before_code text, before_page int,
               after_code text, after_page int, onward_code text, onward_page int, stays boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH mine AS MATERIALIZED (SELECT * FROM review_api.a_tasks(in_token_hash)),
       here AS (SELECT m.* FROM mine m WHERE m.code = in_code AND m.page = in_page),
       same AS (SELECT m.* FROM mine m JOIN here h USING (association_id, category, part, practice) WHERE NOT m.is_held OR m.code = in_code),
       sums AS (SELECT count(*) AS responses, count(*) FILTER (WHERE s.is_scored) AS scored FROM same s)
  SELECT 'found', h.part::int,
         (SELECT max(m.part)::int FROM mine m WHERE m.association_id = h.association_id AND m.category = h.category AND m.practice = h.practice),
         (SELECT count(*)::int FROM same o WHERE o.number <= h.number), t.responses::int, t.scored::int, b.code, b.page, f.code, f.page, o.code, o.page,
         coalesce(o.stays, false)
  FROM here h
  CROSS JOIN sums t
  LEFT JOIN LATERAL (SELECT o.code, o.page FROM same o WHERE o.number < h.number ORDER BY o.number DESC LIMIT 1) b ON true
  LEFT JOIN LATERAL (SELECT o.code, o.page FROM same o WHERE o.number > h.number ORDER BY o.number LIMIT 1) f ON true
  LEFT JOIN LATERAL (
    SELECT m.code, m.page, l.here AND m.part = h.part AS stays
    FROM mine m, LATERAL (SELECT m.association_id = h.association_id AND m.category = h.category AS here) l
    WHERE NOT m.is_scored AND NOT m.is_held AND m.practice = h.practice AND m.number <> h.number
    ORDER BY l.here AND m.part = h.part DESC, l.here DESC, m.number > h.number DESC, m.number
    LIMIT 1) o ON true;
END;
$$;
