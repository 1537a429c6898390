-- Is there, for every category in which a reviewer pauses, another practice packet that they have not had in this administration?
-- False when they do not pause, and where they hold no open packet of a candidate's, before which practice could come.
CREATE OR REPLACE FUNCTION coordination_api.calibration_spare(in_association uuid, in_administration uuid, in_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(bool_and(EXISTS (
    SELECT FROM review.packet k
    JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id AND l.reviewer_id = in_account
      AND l.state = 'open' AND l.seat > 0
    WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.category = e.category
      AND k.purpose = 'live') AND EXISTS (
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
