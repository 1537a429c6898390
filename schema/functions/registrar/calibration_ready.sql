-- Practice and control packets whose review was locked since they were last compared, with what the comparison needs. It is asked for
-- four times a second, so its plan is kept. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.calibration_ready()
RETURNS TABLE (outcome text, association_id uuid, packet_id uuid, allocation_id uuid, purpose text, revision int, pages int, criteria int,
               top_level int, version int, sealed bytea, calibration_id uuid, text_sealed bytea, points int, levels int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'done'::text, g.association_id, k.id, l.id, g.purpose, l.revision, k.pages, k.criteria, k.top_level, k.version, k.sealed,
         t.calibration_id, t.sealed, d.calibration_points, d.calibration_levels
  FROM review.calibration g
  JOIN review.allocation l ON l.association_id = g.association_id AND l.id = g.allocation_id AND l.state = 'locked'
    AND l.revision > g.revision
  JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
  JOIN work.administration d ON d.association_id = g.association_id AND d.id = g.administration_id
  JOIN bank_key.calibration_text t ON t.association_id = g.association_id AND t.calibration_id = g.calibration_id
  ORDER BY l.id LIMIT 50;
END;
$$;
