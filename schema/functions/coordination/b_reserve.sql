-- By category, for how many undecided packets no third reviewer could be called: nobody who may have it would be left once its
-- empty seats are filled. A warning, since most packets need no third.
CREATE OR REPLACE FUNCTION coordination_api.reserve(in_association uuid, in_administration uuid)
RETURNS TABLE (category text, packets int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH room AS MATERIALIZED (SELECT * FROM coordination_api.room(in_association, in_administration) r WHERE r.load < r.capacity),
  empty AS MATERIALIZED (
    SELECT e.packet_id, count(*) AS seats FROM coordination_api.empty_seats(in_association, in_administration) e
    WHERE e.seat < 3 GROUP BY 1)
  SELECT k.category, count(*)::int
  FROM review.packet k LEFT JOIN empty e ON e.packet_id = k.id
  WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live'
    AND k.state IN ('waiting', 'in_review')
    AND coalesce(e.seats, 0) >= (
      SELECT count(*) FROM room r
      WHERE k.category = ANY (r.categories) AND NOT r.account_id = ANY (k.barred)
        AND NOT EXISTS (SELECT FROM review.allocation l
                        WHERE l.association_id = in_association AND l.packet_id = k.id AND l.reviewer_id = r.account_id))
  GROUP BY k.category;
$$;
