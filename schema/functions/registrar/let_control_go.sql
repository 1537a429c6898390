-- A control packet that cannot be made is not waited for: the packets that it would hide among open without it. outcome: let_go |
-- not_wanted (none is lacking any more).
CREATE OR REPLACE FUNCTION registrar_api.let_control_go(in_association uuid, in_administration uuid, in_reviewer uuid, in_category text,
                                                        OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  outcome := CASE WHEN EXISTS (
    SELECT FROM registrar_api.calibration_wanted(in_administration) w
    WHERE w.association_id = in_association AND w.administration_id = in_administration AND w.reviewer_id = in_reviewer
      AND w.category = in_category AND w.purpose = 'control') THEN 'let_go' ELSE 'not_wanted' END;
  IF outcome = 'let_go' THEN
    INSERT INTO review.control_let_go AS n (association_id, administration_id, reviewer_id, category, packets)
    VALUES (in_association, in_administration, in_reviewer, in_category, 1)
    ON CONFLICT (association_id, administration_id, reviewer_id, category) DO UPDATE SET packets = n.packets + 1;
    PERFORM audit.append(in_association, 'registrar', NULL, 'calibration.let_go', in_administration,
                         jsonb_build_object('reviewer', in_reviewer));
  END IF;
END;
$$;
