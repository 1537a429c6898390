-- The reviewer's own packets, in the reviewer's own random order: stable, and without a trace of when or in which order they came.
-- No row: nothing is allocated. outcome: always packet. state: new (nothing saved yet) | draft (also a revision that is being
-- written) | locked. is_scored: every level is given. seconds: spent on it by this reader. practice: agreed levels are shown after the
-- lock; is_compared: they are there; is_looked: the reader has looked. held: why it may not be opened now ('': it may), see
-- review.allocation. Practice comes first. What was just given (held new) is left out; instead there is one row without a code whose
-- held says so, however many they are: new, that something is being opened; paused, that the reader pauses.
-- In plpgsql, which asks once who reads and keeps its plan: in SQL it is planned at each call, most of the time of a page.
CREATE OR REPLACE FUNCTION review_api.queue(in_token_hash bytea)
RETURNS TABLE (outcome text, association text, category text, code text, state text, is_scored boolean, seconds int,
               practice boolean, is_compared boolean, is_looked boolean, held text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  reader uuid := review_api.a_reviewer(in_token_hash);
BEGIN
  RETURN QUERY
  SELECT 'packet', s.name, k.category, a.code,
         CASE WHEN a.state = 'locked' AND (a.draft IS NULL OR a.released) THEN 'locked' WHEN a.version > 0 THEN 'draft' ELSE 'new' END,
         a.state = 'locked' OR (SELECT count(*) FROM unnest(a.scored) given WHERE given >= k.criteria) = k.pages,
         (SELECT coalesce(sum(spent), 0)::int FROM unnest(a.seconds) spent),
         a.practice, EXISTS (SELECT FROM review.comparison c WHERE c.association_id = a.association_id AND c.allocation_id = a.id), a.looked,
         CASE a.state WHEN 'open' THEN a.held ELSE '' END
  FROM (SELECT reader AS account) r
  JOIN review.allocation a ON a.reviewer_id = r.account AND a.state IN ('open', 'locked') AND NOT (a.state = 'open' AND a.held = 'new')
  JOIN review.packet k ON k.association_id = a.association_id AND k.id = a.packet_id
  JOIN staff.association s ON s.id = a.association_id
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = r.account AND p.rights & 4 = 4
  ORDER BY a.practice DESC, s.name, s.id, array_position(ARRAY['specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty'], k.category),
           a.order_key, a.code;
  RETURN QUERY
  SELECT DISTINCT 'packet', '', '', '', 'new', false, 0, false, false, false, a.held
   FROM review.allocation a
   JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
   WHERE a.reviewer_id = reader AND (a.held = 'new' AND a.state = 'open' OR a.held = 'paused' AND a.state IN ('open', 'locked'));
END;
$$;
