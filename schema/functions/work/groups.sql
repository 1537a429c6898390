-- The responses taken in by category, and what each group waits for before packets are made of it: '' nothing | decision (it is
-- small, and a coordinator has not said to go on) | next (it is held until there are enough with those of other administrations of
-- the association: all later ones, and earlier ones that are held themselves or were until they were enough with others). Small is fewer
-- than five. Only grows towards '' once packets were made: all responses that are taken in are counted, whatever masking does with them;
-- a group that was packed in company (intake.joined_group) waits for nothing again, and stays company however many it becomes, until
-- the results of its administration are published: who is read with letters long opened would be read alone.
-- While a group waits it has no packets, so its administration cannot be prepared or released (registrar_api.release_blocker:
-- unpacked): nobody's letter is made of a part of what they sat.
CREATE OR REPLACE FUNCTION work.groups(in_association uuid, in_administration uuid)
RETURNS TABLE (category text, responses int, together int, waits text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH grp AS (
    SELECT a.id, a.opens_at, i.category, count(*)::int AS n, a.small_group = 'hold' AS holds,
           EXISTS (SELECT FROM intake.small_group d WHERE d.association_id = in_association AND d.administration_id = a.id
                   AND d.category = i.category) AS decided,
           EXISTS (SELECT FROM intake.joined_group j WHERE j.association_id = in_association AND j.administration_id = a.id
                   AND j.category = i.category) AS joined,
           EXISTS (SELECT FROM result.release x WHERE x.association_id = in_association AND x.administration_id = a.id
                   AND x.state = 'released') AS published
    FROM intake.response i JOIN work.administration a ON a.association_id = i.association_id AND a.id = i.administration_id
    WHERE i.association_id = in_association
    GROUP BY a.id, a.opens_at, i.category, a.small_group),
  own AS (
    SELECT g.*, g.n + coalesce((
      SELECT sum(o.n)::int FROM grp o
      WHERE o.category = g.category
        AND ((o.opens_at, o.id) > (g.opens_at, g.id) OR (o.id <> g.id AND (o.joined OR o.n < 5) AND o.holds AND NOT o.decided AND NOT o.published))), 0) AS whole
    FROM grp g WHERE g.id = in_administration)
  SELECT o.category, o.n, CASE WHEN o.holds THEN o.whole ELSE o.n END,
         CASE WHEN o.n >= 5 OR o.decided OR o.joined THEN '' WHEN NOT o.holds THEN 'decision' WHEN o.whole >= 5 THEN '' ELSE 'next' END
  FROM own o;
$$;
