-- One attempt's responses go to the maskers under a third code; who wrote them is known to bridge alone, and the audit names
-- the intake only. outcome: stored | present.
CREATE OR REPLACE FUNCTION registrar_api.put_intake(in_association uuid, in_administration uuid, in_attempt uuid, in_intake uuid,
                                                    in_category text, in_code text, in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO bridge.intake_link (association_id, intake_id, attempt_id)
  VALUES (in_association, in_intake, in_attempt) ON CONFLICT (association_id, attempt_id) DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'present' END;
  IF outcome = 'stored' THEN
    INSERT INTO intake.response (association_id, id, administration_id, category, code, state, sealed)
    VALUES (in_association, in_intake, in_administration, in_category, in_code, 'proposed', in_sealed);
    PERFORM audit.append(in_association, 'registrar', NULL, 'intake.taken', in_intake, '{}');
  END IF;
END;
$$;
