-- Gives one reviewer a practice or control packet of their own, made from in_calibration. It is no candidate's: bridge knows nothing of
-- it. A control packet opens together with the packets it hides among (held new). outcome: given | not_wanted (somebody decided
-- otherwise meanwhile).
CREATE OR REPLACE FUNCTION registrar_api.put_calibration(in_association uuid, in_administration uuid, in_reviewer uuid,
                                                         in_calibration uuid, in_packet uuid, in_sealed bytea, in_allocation uuid,
                                                         in_code text, in_order_key bytea, in_draft_key bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  SELECT x.purpose, x.places, x.form_id, f.category, r.criteria, r.top_level INTO c
  FROM bank.calibration x
  JOIN bank.form f ON f.association_id = x.association_id AND f.id = x.form_id
  JOIN bank.rubric r ON r.association_id = f.association_id AND r.id = f.rubric_id
  WHERE x.association_id = in_association AND x.id = in_calibration;
  outcome := CASE WHEN EXISTS (
    SELECT FROM registrar_api.calibration_wanted(in_administration) w
    WHERE w.association_id = in_association AND w.administration_id = in_administration AND w.reviewer_id = in_reviewer
      AND w.category = c.category AND w.purpose = c.purpose) THEN 'given' ELSE 'not_wanted' END;
  IF outcome <> 'given' THEN
    RETURN;
  END IF;
  INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, state, sealed, vignettes,
                             places, purpose)
  VALUES (in_association, in_packet, in_administration, c.category, cardinality(c.places), c.criteria, c.top_level, 'in_review', in_sealed,
          ARRAY(SELECT f.vignette_id FROM unnest(c.places) WITH ORDINALITY p (place, page)
                JOIN bank.form_vignette f ON f.association_id = in_association AND f.form_id = c.form_id AND f.position = p.place
                ORDER BY p.page), c.places, c.purpose);
  INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, draft_key, state, practice, held,
                                 touched_at)
  VALUES (in_association, in_allocation, in_packet, in_reviewer, 1, in_code, in_order_key, in_draft_key, 'open', c.purpose = 'practice',
          CASE c.purpose WHEN 'practice' THEN '' ELSE 'new' END, service.now_utc());
  INSERT INTO review.calibration (association_id, allocation_id, administration_id, reviewer_id, category, purpose, calibration_id)
  VALUES (in_association, in_allocation, in_administration, in_reviewer, c.category, c.purpose, in_calibration);
  PERFORM audit.append(in_association, 'registrar', NULL, 'calibration.given', in_administration,
                       jsonb_build_object('reviewer', in_reviewer, 'purpose', c.purpose));
END;
$$;
