-- Responses that were masked again and approved, with the packet that each was made into. It is asked for four times a second, so
-- its plan is kept. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.remasked()
RETURNS TABLE (outcome text, association_id uuid, packet_id uuid, packet_version int, intake_id uuid, version int, sealed bytea,
               attempt_id uuid, category text, form_id uuid, rubric_id uuid, rubric_sealed bytea, criteria int, top_level int,
               person_id uuid, person_sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'done'::text, k.association_id, k.id, k.version, i.id, i.version, i.sealed, l.attempt_id, i.category, s.form_id, c.id, c.sealed,
         c.criteria, c.top_level, p.id, p.sealed
  FROM (SELECT DISTINCT b.association_id, b.packet_id FROM review.give_back b WHERE b.state = 'masking') g
  JOIN review.packet k ON k.association_id = g.association_id AND k.id = g.packet_id AND k.remasking
  JOIN bridge.packet_link l ON l.association_id = k.association_id AND l.packet_id = k.id
  JOIN bridge.intake_link n ON n.association_id = l.association_id AND n.attempt_id = l.attempt_id
  JOIN intake.response i ON i.association_id = n.association_id AND i.id = n.intake_id AND i.state = 'approved'
  JOIN work.attempt t ON t.association_id = l.association_id AND t.id = l.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 2
  JOIN bank.form f ON f.association_id = s.association_id AND f.id = s.form_id
  JOIN bank.rubric c ON c.association_id = f.association_id AND c.id = f.rubric_id
  ORDER BY k.id LIMIT 50;
END;
$$;
