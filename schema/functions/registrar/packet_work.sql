-- Approved responses that were never packed, of groups that wait for nothing, in an order that is drawn anew each time.
-- outcome: done.
-- In plpgsql, which keeps its plan: a function in SQL is planned at each call.
CREATE OR REPLACE FUNCTION registrar_api.packet_work(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, intake_id uuid, version int, sealed bytea, attempt_id uuid, category text, form_id uuid,
               rubric_id uuid, rubric_sealed bytea, criteria int, top_level int, person_id uuid, person_sealed bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'done', i.id, i.version, i.sealed, l.attempt_id, i.category, s.form_id, b.id, b.sealed, b.criteria, b.top_level, p.id, p.sealed
  FROM intake.response i
  JOIN bridge.intake_link l ON l.association_id = i.association_id AND l.intake_id = i.id
  JOIN work.attempt t ON t.association_id = l.association_id AND t.id = l.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 2
  JOIN bank.form f ON f.association_id = s.association_id AND f.id = s.form_id
  JOIN bank.rubric b ON b.association_id = f.association_id AND b.id = f.rubric_id
  WHERE i.association_id = in_association AND i.administration_id = in_administration AND i.state = 'approved'
    AND NOT EXISTS (SELECT FROM bridge.packet_link k WHERE k.association_id = l.association_id AND k.attempt_id = l.attempt_id)
    AND EXISTS (SELECT FROM work.groups(in_association, in_administration) g WHERE g.category = i.category AND g.waits = '')
  ORDER BY random();
END;
$$;
