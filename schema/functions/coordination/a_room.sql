-- Who may review in an administration now: everybody with the right who has not stopped and does not pause. load: the live packets they hold there,
-- those that no longer count among them, because they are work all the same.
CREATE OR REPLACE FUNCTION coordination_api.room(in_association uuid, in_administration uuid)
RETURNS TABLE (account_id uuid, categories text[], capacity int, load int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.account_id, p.categories, p.capacity, coalesce(n.load, 0)
  FROM staff.appointment p
  LEFT JOIN (SELECT l.reviewer_id, count(*)::int AS load
             FROM review.packet k JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id
             WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live'
               AND l.state <> 'ended' GROUP BY 1) n ON n.reviewer_id = p.account_id
  WHERE p.association_id = in_association AND p.rights = 4
    AND NOT EXISTS (SELECT FROM review.stop s WHERE s.association_id = in_association AND s.administration_id = in_administration
                    AND s.account_id = p.account_id)
    AND NOT EXISTS (SELECT FROM review.pause e WHERE e.association_id = in_association AND e.administration_id = in_administration
                    AND e.reviewer_id = p.account_id AND e.ended IS NULL);
$$;
