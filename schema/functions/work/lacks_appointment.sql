-- Whether a candidate cannot start this part for want of an appointment: there are slots for it, so that rooms do not overflow, and they
-- hold none. Who was granted another date comes then, with an appointment or without.
CREATE OR REPLACE FUNCTION work.lacks_appointment(in_association uuid, in_registration uuid, in_part int) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM work.registration r
                 JOIN work.slot l ON l.association_id = r.association_id AND l.administration_id = r.administration_id
                 WHERE r.association_id = in_association AND r.id = in_registration AND in_part = ANY (r.parts)
                   AND l.part = in_part AND NOT l.withdrawn)
    AND NOT EXISTS (SELECT FROM work.appointment a
                    WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part
                      AND NOT a.cancelled)
    AND NOT (SELECT w.own FROM work.own_window(in_association, in_registration) w);
END;
$$;
