-- Practice and control packets that a reviewer may still be given in an administration: the newest revision of each, of the forms that
-- the administration has for the category. Practice: not given to them in this administration. Control: never given to them,
-- under this code or with this content, by any association, because who has seen a text before knows it again; and of vignettes that
-- their candidates' packets have too, because another would stand out.
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
                    WHERE g.reviewer_id = in_reviewer AND (o.code = c.code OR o.digest = c.digest)
                      AND (in_purpose = 'control'
                           OR g.association_id = in_association AND g.administration_id = in_administration))
    AND (in_purpose = 'practice' OR NOT EXISTS (
      SELECT FROM bank.form_vignette v
      WHERE v.association_id = in_association AND v.form_id = c.form_id AND v.position = ANY (c.places)
        AND NOT EXISTS (SELECT FROM review.packet k
                        JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id
                          AND l.reviewer_id = in_reviewer AND l.state <> 'ended'
                        WHERE k.association_id = in_association AND k.administration_id = in_administration
                          AND k.purpose = 'live' AND v.vignette_id = ANY (k.vignettes))));
$$;
