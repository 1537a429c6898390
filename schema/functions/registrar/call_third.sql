-- Two reviews call for a third: a reviewer of the category who is not barred, has not stopped, does not pause, has never had this packet
-- and has room, the one with the fewest packets of the administration; who among equals is drawn (of in_order_key). The packet waits when there is none, and
-- while it is masked again or who is barred is being worked out. outcome: allocated | shortage | already (there is a third, one of
-- the two seats is free again, or it is decided).
CREATE OR REPLACE FUNCTION registrar_api.call_third(in_association uuid, in_packet uuid, in_allocation uuid, in_code text,
                                                    in_order_key bytea, in_draft_key bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  k record;
  seats record;
  reviewer uuid;
BEGIN
  SELECT x.administration_id INTO k FROM review.packet x WHERE x.association_id = in_association AND x.id = in_packet;
  PERFORM pg_advisory_xact_lock(hashtextextended(k.administration_id::text, 5));
  SELECT x.state, x.category, x.barred, x.administration_id, x.remasking INTO k FROM review.packet x
  WHERE x.association_id = in_association AND x.id = in_packet FOR UPDATE;
  SELECT count(*) FILTER (WHERE l.seat = 3) AS third, count(*) FILTER (WHERE l.seat < 3) AS pair INTO seats FROM review.allocation l
  WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.seat > 0 AND l.state <> 'ended';
  IF seats.third > 0 OR seats.pair < 2 OR k.state = 'decided' THEN
    outcome := 'already';
    RETURN;
  END IF;
  IF k.state <> 'third_needed' THEN
    UPDATE review.packet x SET state = 'third_needed' WHERE x.association_id = in_association AND x.id = in_packet;
    PERFORM audit.append(in_association, 'registrar', NULL, 'packet.third_needed', in_packet, '{}');
  END IF;
  IF k.remasking OR EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = in_association) THEN
    outcome := 'shortage';
    RETURN;
  END IF;
  SELECT a.account_id INTO reviewer
  FROM staff.appointment a
  CROSS JOIN LATERAL (
    SELECT count(*) AS load FROM review.allocation l
    JOIN review.packet x ON x.association_id = l.association_id AND x.id = l.packet_id
    WHERE l.association_id = in_association AND l.reviewer_id = a.account_id AND l.state <> 'ended'
      AND x.administration_id = k.administration_id AND x.purpose = 'live') n
  WHERE a.association_id = in_association AND a.rights & 4 = 4 AND k.category = ANY (a.categories) AND n.load < a.capacity
    AND NOT a.account_id = ANY (k.barred)
    AND NOT EXISTS (SELECT FROM review.stop s WHERE s.association_id = in_association
                    AND s.administration_id = k.administration_id AND s.account_id = a.account_id)
    AND NOT EXISTS (SELECT FROM review.pause e WHERE e.association_id = in_association
                    AND e.administration_id = k.administration_id AND e.reviewer_id = a.account_id AND e.ended IS NULL)
    AND NOT EXISTS (SELECT FROM review.allocation l
                    WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.reviewer_id = a.account_id)
  ORDER BY n.load, sha256(in_order_key || uuid_send(a.account_id)) LIMIT 1;
  IF NOT FOUND THEN
    outcome := 'shortage';
    RETURN;
  END IF;
  INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, draft_key, state, held, touched_at)
  VALUES (in_association, in_allocation, in_packet, reviewer, 3, in_code, in_order_key, in_draft_key, 'open',
          (SELECT CASE WHEN d.practice_packets + d.control_packets > 0 THEN 'new' ELSE '' END FROM work.administration d
           WHERE d.association_id = in_association AND d.id = k.administration_id), service.now_utc());
  PERFORM audit.append(in_association, 'registrar', NULL, 'packet.allocated', in_allocation, jsonb_build_object('seat', 3));
  outcome := 'allocated';
END;
$$;
