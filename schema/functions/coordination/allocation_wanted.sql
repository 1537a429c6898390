-- For the desk's own reckoning (never shown): packets with empty seats, who must not have each, and the reviewers' room.
-- outcome: ok | not_allowed | not_found | not_ready (who is barred is being worked out again: doc {"checking": true}).
CREATE OR REPLACE FUNCTION coordination_api.allocation_wanted(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = who.association) THEN
    outcome := 'not_ready';
    doc := '{"checking": true}';
    RETURN;
  END IF;
  outcome := 'ok';
  SELECT jsonb_build_object(
    'packets', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.packet_id, 'category', e.category, 'seats', e.seats,
               'barred', to_jsonb(e.barred) || (SELECT coalesce(jsonb_agg(l.reviewer_id), '[]') FROM review.allocation l
                                                WHERE l.association_id = who.association AND l.packet_id = e.packet_id))), '[]')
      FROM (SELECT x.packet_id, x.category, x.barred, jsonb_agg(x.seat ORDER BY x.seat) AS seats
            FROM coordination_api.empty_seats(who.association, in_administration) x GROUP BY 1, 2, 3) e),
    'reviewers', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.account_id, 'categories', to_jsonb(r.categories), 'capacity', r.capacity,
                                                   'load', r.load)), '[]')
      FROM coordination_api.room(who.association, in_administration) r))
  INTO doc;
END;
$$;
