-- Practice and control packets that a reviewer may still be given in an administration: the newest revision of each, of the forms that
-- the administration has for the category. Practice: not given to them in this administration. Control: never given to them, because
-- who has seen a text before knows it again.
CREATE OR REPLACE FUNCTION registrar_api.calibration_choice(in_association uuid, in_administration uuid, in_reviewer uuid,
                                                            in_category text, in_purpose text)
RETURNS TABLE (calibration_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id FROM bank.calibration c
  WHERE c.association_id = in_association AND c.purpose = in_purpose
    AND c.form_id IN (SELECT f.form_id FROM work.administration_form f
                      JOIN bank.form b ON b.association_id = f.association_id AND b.id = f.form_id AND b.part = 2
                      WHERE f.association_id = in_association AND f.administration_id = in_administration AND f.category = in_category)
    AND NOT EXISTS (SELECT FROM bank.calibration n WHERE n.association_id = in_association AND n.code = c.code
                    AND n.form_id = c.form_id AND n.revision > c.revision)
    AND NOT EXISTS (SELECT FROM review.calibration g
                    JOIN bank.calibration o ON o.association_id = g.association_id AND o.id = g.calibration_id
                    WHERE g.association_id = in_association AND g.reviewer_id = in_reviewer AND o.code = c.code
                      AND (in_purpose = 'control' OR g.administration_id = in_administration));
$$;
