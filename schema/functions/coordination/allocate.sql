-- Gives seats of packets to reviewers, all or nothing; every rule is checked again here, under a lock. Two different reviewers
-- for a waiting packet (seats 1 and 2), one more for a packet that needs a third (seat 3).
-- outcome: ok | not_allowed | not_found | stale (packets or reviewers changed meanwhile: try again).
CREATE OR REPLACE FUNCTION coordination_api.allocate(
  in_token bytea, in_administration uuid, in_ids uuid[], in_packets uuid[], in_reviewers uuid[], in_seats int[], in_codes text[],
  in_order_keys bytea[], OUT outcome text, OUT doc jsonb)
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
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  outcome := 'stale';
  IF EXISTS (
    SELECT FROM unnest(in_packets, in_reviewers, in_seats) x (packet, reviewer, seat)
    LEFT JOIN review.packet k ON k.association_id = who.association AND k.administration_id = in_administration AND k.id = x.packet
    LEFT JOIN staff.appointment p ON p.association_id = who.association AND p.account_id = x.reviewer AND p.rights = 4
    WHERE k.id IS NULL OR p.account_id IS NULL OR NOT k.category = ANY (p.categories) OR x.reviewer = ANY (k.barred)
       OR NOT CASE x.seat WHEN 3 THEN k.state = 'third_needed' ELSE k.state = 'waiting' END)
  OR EXISTS (
    SELECT FROM unnest(in_packets, in_seats) x (packet, seat) WHERE x.seat < 3 GROUP BY x.packet HAVING count(*) <> 2)
  OR EXISTS (
    SELECT FROM staff.appointment p WHERE p.association_id = who.association AND p.account_id = ANY (in_reviewers)
      AND p.capacity < (SELECT count(*) FROM unnest(in_reviewers) x (id) WHERE x.id = p.account_id)
                     + (SELECT count(*) FROM review.allocation l
                        JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
                        WHERE l.association_id = who.association AND k.administration_id = in_administration
                          AND l.reviewer_id = p.account_id AND l.state <> 'ended')) THEN
    RETURN;
  END IF;
  BEGIN
    INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state)
    SELECT who.association, x.id, x.packet, x.reviewer, x.seat::smallint, x.code, x.order_key, 'open'
    FROM unnest(in_ids, in_packets, in_reviewers, in_seats, in_codes, in_order_keys) x (id, packet, reviewer, seat, code, order_key);
  EXCEPTION WHEN unique_violation THEN
    RETURN;
  END;
  UPDATE review.packet k SET state = 'in_review'
  WHERE k.association_id = who.association AND k.id = ANY (in_packets) AND k.state = 'waiting';
  PERFORM audit.append(who.association, 'staff', who.account, 'reviewers.allocated', in_administration,
                       jsonb_build_object('seats', cardinality(in_ids)));
  outcome := 'ok';
  doc := jsonb_build_object('seats', cardinality(in_ids));
END;
$$;
