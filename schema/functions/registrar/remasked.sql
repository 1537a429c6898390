-- Responses that were masked again and approved, with the packet that each was made into. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.remasked()
RETURNS TABLE (outcome text, association_id uuid, packet_id uuid, packet_version int, intake_id uuid, version int, sealed bytea,
               attempt_id uuid, category text, form_id uuid, rubric_id uuid, rubric_sealed bytea, criteria int, top_level int,
               person_id uuid, person_sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.association_id, k.id, k.version, i.id, i.version, i.sealed, l.attempt_id, i.category, s.form_id, b.id, b.sealed,
         b.criteria, b.top_level, p.id, p.sealed
  FROM review.packet k
  JOIN bridge.packet_link l ON l.association_id = k.association_id AND l.packet_id = k.id
  JOIN bridge.intake_link n ON n.association_id = l.association_id AND n.attempt_id = l.attempt_id
  JOIN intake.response i ON i.association_id = n.association_id AND i.id = n.intake_id AND i.state = 'approved'
  JOIN work.attempt t ON t.association_id = l.association_id AND t.id = l.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 2
  JOIN bank.form f ON f.association_id = s.association_id AND f.id = s.form_id
  JOIN bank.rubric b ON b.association_id = f.association_id AND b.id = f.rubric_id
  WHERE k.remasking
  ORDER BY k.id LIMIT 50;
$$;
