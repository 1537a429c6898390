-- Part 1 sheets of an administration, the newest of each session, that have no score yet. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.score_work(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, session_id uuid, version int, sealed bytea, form_id uuid, percent int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', s.id, h.version, h.sealed, s.form_id, d.part1_pass_percent
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 1 AND s.state = 'closed'
  JOIN LATERAL (SELECT x.version, x.sealed FROM work.sheet x
                WHERE x.association_id = s.association_id AND x.session_id = s.id ORDER BY x.version DESC LIMIT 1) h ON true
  WHERE r.association_id = in_association AND r.administration_id = in_administration
    AND NOT EXISTS (SELECT FROM result.part1 p WHERE p.association_id = s.association_id AND p.session_id = s.id
                    AND p.sheet_version = h.version)
  ORDER BY s.id;
$$;
