-- A packet is decided: once, and once more after each revision of a review that it was decided from (reopen_packets). in_sealed is
-- sealed for version in_number - 1; in_made_from: the commitments of the reviews by seat. outcome: decided | already (also when the
-- reviews are others by now, or a seat was given meanwhile: it is then looked at again).
CREATE OR REPLACE FUNCTION registrar_api.put_part2(in_association uuid, in_packet uuid, in_number int, in_sealed bytea, in_rule text,
                                                   in_made_from bytea[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM review.packet k WHERE k.association_id = in_association AND k.id = in_packet FOR UPDATE;
  outcome := 'already';
  IF EXISTS (SELECT FROM review.allocation l
             WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.seat > 0 AND l.state = 'open')
     OR in_made_from IS DISTINCT FROM ARRAY(SELECT l.commitment FROM review.allocation l
                                            WHERE l.association_id = in_association AND l.packet_id = in_packet AND l.seat > 0
                                              AND l.state = 'locked' ORDER BY l.seat) THEN
    RETURN;
  END IF;
  UPDATE review.packet k SET state = 'decided'
  WHERE k.association_id = in_association AND k.id = in_packet AND k.state <> 'decided';
  outcome := CASE WHEN FOUND THEN 'decided' ELSE 'already' END;
  IF FOUND THEN
    INSERT INTO result.part2 (association_id, packet_id, number, sealed, rule, made_from, decided_at)
    VALUES (in_association, in_packet, in_number, in_sealed, in_rule, in_made_from, service.now_utc());
    PERFORM audit.append(in_association, 'registrar', NULL, 'packet.decided', in_packet, jsonb_build_object('rule', in_rule));
  END IF;
END;
$$;
