-- A packet sealed anew after it was masked again, as version in_version + 1; its empty seats may be filled from now on.
-- outcome: stored | stale (it was given back once more, or a masker has the response again).
CREATE OR REPLACE FUNCTION registrar_api.put_packet_again(in_association uuid, in_packet uuid, in_version int, in_sealed bytea,
                                                          in_intake uuid, in_intake_version int, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  outcome := 'stale';
  PERFORM 1 FROM review.packet k WHERE k.association_id = in_association AND k.id = in_packet AND k.version = in_version AND k.remasking
  FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM review.give_back g
                          WHERE g.association_id = in_association AND g.packet_id = in_packet AND g.state = 'given') THEN
    RETURN;
  END IF;
  UPDATE intake.response i SET state = 'packed'
  WHERE i.association_id = in_association AND i.id = in_intake AND i.version = in_intake_version AND i.state = 'approved';
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE review.packet k SET sealed = in_sealed, version = in_version + 1, remasking = false
  WHERE k.association_id = in_association AND k.id = in_packet;
  UPDATE review.give_back g SET state = 'done'
  WHERE g.association_id = in_association AND g.packet_id = in_packet AND g.state = 'masking';
  PERFORM audit.append(in_association, 'registrar', NULL, 'packet.masked_again', in_packet, '{}');
  outcome := 'stored';
END;
$$;
