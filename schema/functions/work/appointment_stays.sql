-- Why the appointment of a part can no longer be made, moved or cancelled; NULL: it can. The caller holds the registration.
-- not_registered (they do not sit that part) | begun (it was opened) | over (their window has ended).
CREATE OR REPLACE FUNCTION work.appointment_stays(in_association uuid, in_registration uuid, in_part int, in_at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN CASE
    WHEN NOT EXISTS (SELECT FROM work.registration r
                     WHERE r.association_id = in_association AND r.id = in_registration AND in_part = ANY (r.parts)
                       AND r.withdrawn_at IS NULL)
      THEN 'not_registered'
    WHEN EXISTS (SELECT FROM work.attempt t
                 JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                 WHERE t.association_id = in_association AND t.registration_id = in_registration AND s.part = in_part)
      THEN 'begun'
    WHEN in_at > (SELECT w.closes_at FROM work.own_window(in_association, in_registration) w) THEN 'over' END;
END;
$$;
