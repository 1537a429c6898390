-- Who is barred from a packet now. A seat that one of them has, open or locked, is free again: what they do with the packet goes on
-- beside the table (seat 0) and counts nowhere, and they see no difference. When one of the two seats comes free, a third reviewer
-- moves into it, who never knew to be the third, and the two reviews are compared anew. A decision that such a review counted in is
-- made anew, until it is published. outcome: stored | same | published.
CREATE OR REPLACE FUNCTION registrar_api.set_barred(in_association uuid, in_packet uuid, in_barred uuid[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  k record;
  one record;
  pair_broken boolean := false;
  third_broken boolean := false;
BEGIN
  SELECT x.administration_id INTO k FROM review.packet x WHERE x.association_id = in_association AND x.id = in_packet;
  PERFORM pg_advisory_xact_lock(hashtextextended(k.administration_id::text, 5));
  SELECT x.state, x.barred INTO k FROM review.packet x WHERE x.association_id = in_association AND x.id = in_packet FOR UPDATE;
  outcome := CASE WHEN EXISTS (SELECT FROM review.allocation l WHERE l.association_id = in_association AND l.packet_id = in_packet
                               AND l.released) THEN 'published'
                  WHEN k.barred @> in_barred AND k.barred <@ in_barred THEN 'same' ELSE 'stored' END;
  IF outcome = 'published' THEN
    RETURN;
  END IF;
  UPDATE review.packet x SET barred = in_barred
  WHERE x.association_id = in_association AND x.id = in_packet AND outcome = 'stored';
  FOR one IN
    SELECT l.id, l.seat, l.state FROM review.allocation l
    WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.seat > 0 AND l.state <> 'ended'
      AND l.reviewer_id = ANY (in_barred) FOR UPDATE
  LOOP
    outcome := 'stored';
    pair_broken := pair_broken OR one.seat < 3;
    third_broken := third_broken OR one.seat = 3;
    UPDATE review.allocation l SET seat = 0 WHERE l.association_id = in_association AND l.id = one.id;
    PERFORM audit.append(in_association, 'registrar', NULL, 'review.set_aside', one.id, jsonb_build_object('was', one.state));
  END LOOP;
  IF pair_broken THEN
    UPDATE review.allocation l SET seat = (
      SELECT min(s.seat) FROM generate_series(1, 2) s (seat)
      WHERE NOT EXISTS (SELECT FROM review.allocation o WHERE o.association_id = in_association AND o.packet_id = in_packet
                        AND o.seat = s.seat AND o.state <> 'ended'))
    WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.seat = 3 AND l.state <> 'ended';
  END IF;
  IF (pair_broken AND k.state <> 'waiting') OR (third_broken AND k.state = 'decided') THEN
    UPDATE review.packet x SET state = CASE WHEN pair_broken THEN 'in_review' ELSE 'third_needed' END
    WHERE x.association_id = in_association AND x.id = in_packet;
    IF k.state = 'decided' THEN
      PERFORM audit.append(in_association, 'registrar', NULL, 'packet.reopened', in_packet, '{}');
    END IF;
  END IF;
END;
$$;
