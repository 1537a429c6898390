-- Gives seats of packets to reviewers, all or nothing; every rule is checked again here, under a lock that whoever calls a third,
-- bars or stops a reviewer takes too. A packet gets all the seats it lacks, each from somebody who never had it. Where the administration
-- calibrates, it opens when the registrar has given what belongs to it (review.allocation.held).
-- outcome: ok | not_allowed | not_found | stale (packets, reviewers or conflicts changed meanwhile: try again).
CREATE OR REPLACE FUNCTION coordination_api.allocate(
  in_token bytea, in_administration uuid, in_ids uuid[], in_packets uuid[], in_reviewers uuid[], in_seats int[], in_codes text[],
  in_order_keys bytea[], in_draft_keys bytea[], OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  calibrates boolean;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT a.practice_packets + a.control_packets > 0 INTO calibrates FROM work.administration a
  WHERE a.association_id = who.association AND a.id = in_administration;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  PERFORM 1 FROM review.packet k WHERE k.association_id = who.association AND k.id = ANY (in_packets) ORDER BY k.id FOR UPDATE;
  outcome := 'stale';
  IF EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = who.association)
  OR EXISTS (
    SELECT FROM unnest(in_packets, in_reviewers, in_seats) x (packet, reviewer, seat)
    FULL JOIN (SELECT * FROM coordination_api.empty_seats(who.association, in_administration) s WHERE s.packet_id = ANY (in_packets)) e
      ON e.packet_id = x.packet AND e.seat = x.seat
    LEFT JOIN coordination_api.room(who.association, in_administration) r ON r.account_id = x.reviewer
    WHERE x.packet IS NULL OR e.packet_id IS NULL OR r.account_id IS NULL OR NOT e.category = ANY (r.categories)
       OR x.reviewer = ANY (e.barred))
  OR EXISTS (
    SELECT FROM coordination_api.room(who.association, in_administration) r
    WHERE r.account_id = ANY (in_reviewers)
      AND r.capacity < r.load + (SELECT count(*) FROM unnest(in_reviewers) x (id) WHERE x.id = r.account_id)) THEN
    RETURN;
  END IF;
  BEGIN
    INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, draft_key, state,
                                   held, touched_at)
    SELECT who.association, x.id, x.packet, x.reviewer, x.seat::smallint, x.code, x.order_key, x.draft_key, 'open',
           CASE WHEN calibrates THEN 'new' ELSE '' END, service.now_utc()
    FROM unnest(in_ids, in_packets, in_reviewers, in_seats, in_codes, in_order_keys, in_draft_keys)
         x (id, packet, reviewer, seat, code, order_key, draft_key);
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
