-- Reviewers with their room, packets by category and count: never which packet. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.reviewers(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH seat AS (
    SELECT l.reviewer_id, l.state, l.seat, k.id, k.category, k.state AS packet_state FROM review.allocation l
    JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
    WHERE l.association_id = who.association AND k.administration_id = in_administration AND l.state <> 'ended'),
  packet AS (
    SELECT k.category, count(*) AS total, count(*) FILTER (WHERE k.state = 'waiting') AS waiting,
           count(*) FILTER (WHERE k.state = 'third_needed'
                              AND NOT EXISTS (SELECT FROM seat WHERE seat.id = k.id AND seat.seat = 3)) AS third,
           count(*) FILTER (WHERE k.state = 'decided') AS decided
    FROM review.packet k WHERE k.association_id = who.association AND k.administration_id = in_administration GROUP BY k.category)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title,
    'anything', (SELECT coalesce(sum(packet.waiting + packet.third), 0) > 0 FROM packet),
    'to_allocate', (SELECT coalesce(sum(packet.waiting + packet.third), 0) FROM packet),
    'categories', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'category', packet.category, 'is', jsonb_build_object(packet.category, true), 'total', packet.total, 'waiting', packet.waiting,
        'third', packet.third, 'decided', packet.decided) ORDER BY packet.category), '[]') FROM packet),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'account', a.id, 'sealed', encode(a.sealed, 'hex'), 'capacity', p.capacity,
        'categories', (SELECT coalesce(jsonb_agg(jsonb_build_object('is', jsonb_build_object(c.word, true))), '[]') FROM unnest(p.categories) c (word)),
        'allocated', (SELECT count(*) FROM seat WHERE seat.reviewer_id = a.id),
        'locked', (SELECT count(*) FROM seat WHERE seat.reviewer_id = a.id AND seat.state = 'locked'))), '[]')
      FROM staff.appointment p JOIN staff.account a ON a.id = p.account_id WHERE p.association_id = who.association AND p.rights = 4))
  INTO doc;
END;
$$;
