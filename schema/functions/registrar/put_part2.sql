-- A packet is decided, once. outcome: decided | already.
CREATE OR REPLACE FUNCTION registrar_api.put_part2(in_association uuid, in_packet uuid, in_sealed bytea, in_rule text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE review.packet k SET state = 'decided'
  WHERE k.association_id = in_association AND k.id = in_packet AND k.state <> 'decided';
  outcome := CASE WHEN FOUND THEN 'decided' ELSE 'already' END;
  IF FOUND THEN
    INSERT INTO result.part2 (association_id, packet_id, sealed, rule, decided_at)
    VALUES (in_association, in_packet, in_sealed, in_rule, service.now_utc());
    PERFORM audit.append(in_association, 'registrar', NULL, 'packet.decided', in_packet, jsonb_build_object('rule', in_rule));
  END IF;
END;
$$;
