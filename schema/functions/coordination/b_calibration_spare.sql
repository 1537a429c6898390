-- Is there, for every category in which a reviewer pauses, another practice packet that they have not had in this administration?
-- False when they do not pause.
CREATE OR REPLACE FUNCTION coordination_api.calibration_spare(in_association uuid, in_administration uuid, in_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(bool_and(EXISTS (
    SELECT FROM bank.calibration c
    JOIN work.administration_form f ON f.association_id = c.association_id AND f.form_id = c.form_id
      AND f.administration_id = in_administration AND f.category = e.category
    WHERE c.association_id = in_association AND c.purpose = 'practice'
      AND NOT EXISTS (SELECT FROM review.calibration g
                      JOIN bank.calibration o ON o.association_id = g.association_id AND o.id = g.calibration_id
                      WHERE g.association_id = in_association AND g.administration_id = in_administration AND g.reviewer_id = in_account
                        AND o.code = c.code))), false)
  FROM review.pause e
  WHERE e.association_id = in_association AND e.administration_id = in_administration AND e.reviewer_id = in_account AND e.ended IS NULL;
$$;
