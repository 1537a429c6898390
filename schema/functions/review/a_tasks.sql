-- Every response of the reader's own packets: one row for each page, numbered in the reader's own order. By association and category
-- the vignettes follow each other as in the form; the responses to one stand together, in an order that hangs on each allocation's
-- random key and the vignette alone: stable, and without a trace of when or in which order they came.
-- part: which vignette of the category it is, from 1. Practice is numbered by itself. is_held: not to be opened now. What was just given
-- (held new) is left out.
-- In plpgsql, which asks once who reads and keeps its plan: in SQL it is planned at each call, most of the time of a page.
CREATE OR REPLACE FUNCTION review_api.a_tasks(in_token_hash bytea)
RETURNS TABLE (number bigint, part bigint, association_id uuid, association text, category text, packet uuid, code text, page int,
               is_scored boolean, practice boolean, is_held boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  reader uuid := review_api.a_reviewer(in_token_hash);
BEGIN
  RETURN QUERY
  SELECT row_number() OVER (ORDER BY a.practice DESC, s.name, s.id, c.place, v.place, v.vignette, v.lot),
         dense_rank() OVER (PARTITION BY a.practice, s.id, k.category ORDER BY v.place, v.vignette),
         s.id, s.name, k.category, k.id, a.code, n.page, a.state = 'locked' OR coalesce(a.scored[n.page], 0) >= k.criteria,
         a.practice, a.held <> '' AND a.state = 'open'
  FROM (SELECT reader AS account) r
  JOIN review.allocation a ON a.reviewer_id = r.account AND a.state IN ('open', 'locked') AND NOT (a.state = 'open' AND a.held = 'new')
  JOIN review.packet k ON k.association_id = a.association_id AND k.id = a.packet_id
  JOIN staff.association s ON s.id = a.association_id
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = r.account AND p.rights & 4 = 4
  CROSS JOIN LATERAL generate_series(1, k.pages) n (page)
  CROSS JOIN LATERAL (SELECT array_position(ARRAY['specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty'],
                                            k.category) AS place) c
  CROSS JOIN LATERAL (SELECT coalesce(k.places[n.page], n.page) AS place, k.vignettes[n.page] AS vignette,
                             sha256(a.order_key || coalesce(uuid_send(k.vignettes[n.page]), int4send(n.page))) AS lot) v;
END;
$$;
