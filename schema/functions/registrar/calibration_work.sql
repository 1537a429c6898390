-- Practice and control packets that may be given now: for each reviewer, category and purpose all that could be, of which wanted are to
-- be given. The rows of one choice follow each other; which choices come is chance, so that fifty that cannot be given starve nobody.
-- seen: the reviewer was given this text before, by any association; it comes after those that they were not. It is asked for four
-- times a second, so its plan is kept. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.calibration_work()
RETURNS TABLE (outcome text, association_id uuid, administration_id uuid, reviewer_id uuid, category text, purpose text, wanted int,
               calibration_id uuid, digest bytea, form_id uuid, rubric_id uuid, rubric_sealed bytea, sealed bytea, seen boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'done'::text, w.association_id, w.administration_id, w.reviewer_id, w.category, w.purpose, w.wanted, c.id, c.digest, f.id, b.id,
         b.sealed, t.sealed,
         EXISTS (SELECT FROM review.calibration g
                 JOIN bank.calibration o ON o.association_id = g.association_id AND o.id = g.calibration_id
                 WHERE g.reviewer_id = w.reviewer_id AND (o.code = c.code OR o.digest = c.digest))
  FROM (SELECT * FROM registrar_api.calibration_wanted(NULL) n
        ORDER BY random() LIMIT 50) w
  CROSS JOIN LATERAL registrar_api.calibration_choice(w.association_id, w.administration_id, w.reviewer_id, w.category, w.purpose) o
  JOIN bank.calibration c ON c.association_id = w.association_id AND c.id = o.calibration_id
  JOIN bank_key.calibration_text t ON t.association_id = c.association_id AND t.calibration_id = c.id
  JOIN bank.form f ON f.association_id = c.association_id AND f.id = c.form_id
  JOIN bank.rubric b ON b.association_id = f.association_id AND b.id = f.rubric_id
  ORDER BY w.association_id, w.administration_id, w.reviewer_id, w.category, w.purpose;
END;
$$;
