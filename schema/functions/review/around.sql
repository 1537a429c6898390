-- Where one page of an own packet stands among the responses to its vignette, in the reader's own order. before and after: its
-- neighbours, scored or not. onward: the next that is not scored, to this vignette (stays), else to the next vignette that has one;
-- NULL: none is left. outcome: always found; no row: not the reader's, or no such page.
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
       same AS (SELECT m.* FROM mine m JOIN here h USING (association_id, category, part)),
       sums AS (SELECT min(s.number) AS first, count(*) AS responses, count(*) FILTER (WHERE s.is_scored) AS scored FROM same s)
  SELECT 'found', h.part::int,
         (SELECT max(m.part)::int FROM mine m WHERE m.association_id = h.association_id AND m.category = h.category),
         (h.number - t.first + 1)::int, t.responses::int, t.scored::int, b.code, b.page, f.code, f.page, o.code, o.page,
         coalesce(o.stays, false)
  FROM here h
  CROSS JOIN sums t
  LEFT JOIN same b ON b.number = h.number - 1
  LEFT JOIN same f ON f.number = h.number + 1
  LEFT JOIN LATERAL (
    SELECT m.code, m.page, l.here AND m.part = h.part AS stays
    FROM mine m, LATERAL (SELECT m.association_id = h.association_id AND m.category = h.category AS here) l
    WHERE NOT m.is_scored AND m.number <> h.number
    ORDER BY l.here AND m.part = h.part DESC, l.here DESC, m.number > h.number DESC, m.number
    LIMIT 1) o ON true;
END;
$$;
