-- The first proposal of a packet's remarks. Which packet they are of is known to bridge alone, and the audit names the proposal only.
-- outcome: stored | present.
CREATE OR REPLACE FUNCTION registrar_api.put_feedback(in_association uuid, in_administration uuid, in_packet uuid, in_feedback uuid,
                                                      in_code text, in_basis bytea, in_sealed bytea, in_link bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO bridge.feedback_link (association_id, feedback_id, packet_id, basis, sealed)
  VALUES (in_association, in_feedback, in_packet, in_basis, in_link) ON CONFLICT (association_id, packet_id) DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'present' END;
  IF outcome = 'stored' THEN
    INSERT INTO result.feedback (association_id, id, administration_id, code, state)
    VALUES (in_association, in_feedback, in_administration, in_code, 'proposed');
    INSERT INTO result.feedback_text (association_id, feedback_id, version, sealed) VALUES (in_association, in_feedback, 1, in_sealed);
    PERFORM audit.append(in_association, 'registrar', NULL, 'feedback.made', in_feedback, '{}');
  END IF;
END;
$$;
