-- Late saves of these parts that no coordinator has decided.
CREATE OR REPLACE FUNCTION registrar_api.late_saves(in_association uuid, in_administration uuid, in_parts int[])
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  JOIN work.save v ON v.association_id = s.association_id AND v.session_id = s.id
  WHERE r.association_id = in_association AND r.administration_id = in_administration AND s.part = ANY (in_parts) AND v.late
    AND NOT EXISTS (SELECT FROM work.late_decision d
                    WHERE d.association_id = v.association_id AND d.session_id = v.session_id AND d.epoch = v.epoch
                      AND d.sequence = v.sequence);
$$;
