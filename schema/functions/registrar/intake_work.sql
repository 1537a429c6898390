-- Attempts whose Part 2 sheet is not taken in yet, in an order that is drawn anew each time. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.intake_work(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, attempt_id uuid, session_id uuid, version int, sealed bytea, form_id uuid, category text,
               person_id uuid, person_sealed bytea)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', t.id, s.id, h.version, h.sealed, s.form_id, r.category, p.id, p.sealed
  FROM work.registration r
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 2 AND s.state = 'closed'
  JOIN LATERAL (SELECT x.version, x.sealed FROM work.sheet x
                WHERE x.association_id = s.association_id AND x.session_id = s.id ORDER BY x.version DESC LIMIT 1) h ON true
  WHERE r.association_id = in_association AND r.administration_id = in_administration
    AND NOT EXISTS (SELECT FROM bridge.intake_link l WHERE l.association_id = t.association_id AND l.attempt_id = t.id)
  ORDER BY random();
$$;
