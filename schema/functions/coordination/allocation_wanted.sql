-- For the desk's own reckoning (never shown): packets with empty seats, who must not have each, and the reviewers' room.
-- outcome: ok | not_allowed | not_found.
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
  outcome := 'ok';
  SELECT jsonb_build_object(
    'packets', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'category', k.category, 'third', k.state = 'third_needed',
               'barred', to_jsonb(k.barred) || (SELECT coalesce(jsonb_agg(l.reviewer_id), '[]') FROM review.allocation l
                                                WHERE l.association_id = who.association AND l.packet_id = k.id))), '[]')
      FROM review.packet k
      WHERE k.association_id = who.association AND k.administration_id = in_administration
        AND (k.state = 'waiting'
             OR (k.state = 'third_needed' AND NOT EXISTS (
                   SELECT FROM review.allocation l WHERE l.association_id = who.association AND l.packet_id = k.id
                     AND l.seat = 3 AND l.state <> 'ended')))),
    'reviewers', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.account_id, 'categories', to_jsonb(p.categories), 'capacity', p.capacity,
               'load', (SELECT count(*) FROM review.allocation l JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
                        WHERE l.association_id = who.association AND k.administration_id = in_administration
                          AND l.reviewer_id = p.account_id AND l.state <> 'ended'))), '[]')
      FROM staff.appointment p WHERE p.association_id = who.association AND p.rights = 4))
  INTO doc;
END;
$$;
