-- Everybody who reviews in an administration or holds something there: how many live packets they were given and have locked, how
-- many they hold open, and for how many whole days nothing was given, saved or locked when that is longer than the policy (NULL:
-- not idle). Work on practice and control packets is no idleness, and counts nowhere else. No finer time, and nothing by packet, leaves
-- this function.
CREATE OR REPLACE FUNCTION coordination_api.reviewer_states(in_association uuid, in_administration uuid)
RETURNS TABLE (account_id uuid, allocated int, locked int, open int, idle_days int, stopped boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH held AS (
    SELECT l.reviewer_id, (count(*) FILTER (WHERE k.purpose = 'live'))::int AS allocated,
           (count(*) FILTER (WHERE l.state = 'locked' AND k.purpose = 'live'))::int AS locked,
           (count(*) FILTER (WHERE l.state = 'open' AND k.purpose = 'live'))::int AS open, max(l.touched_at) AS touched_at
    FROM review.packet k JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id
    WHERE k.association_id = in_association AND k.administration_id = in_administration AND l.state <> 'ended'
    GROUP BY 1),
  person AS (
    SELECT p.account_id AS id FROM staff.appointment p WHERE p.association_id = in_association AND p.rights = 4
    UNION SELECT h.reviewer_id FROM held h
    UNION SELECT s.account_id FROM review.stop s WHERE s.association_id = in_association AND s.administration_id = in_administration)
  SELECT o.id, coalesce(h.allocated, 0), coalesce(h.locked, 0), coalesce(h.open, 0),
         CASE WHEN h.open > 0 AND h.touched_at < t.moment - make_interval(days => a.idle_days)
              THEN extract(epoch FROM t.moment - h.touched_at)::bigint / 86400 END::int,
         EXISTS (SELECT FROM review.stop s WHERE s.association_id = in_association AND s.administration_id = in_administration
                 AND s.account_id = o.id)
  FROM person o
  JOIN work.administration a ON a.association_id = in_association AND a.id = in_administration
  CROSS JOIN (SELECT service.now_utc() AS moment) t
  LEFT JOIN held h ON h.reviewer_id = o.id;
$$;
