-- Locked practice and control packets that are to be compared, with what the comparison needs. A control is compared once, whatever
-- becomes of its review later, and only when its reviewer has locked some further packets or has nothing open any more, so that nobody
-- can try out which packet leads to a pause. It is asked for four times a second, so its plan is kept. outcome: done.
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
    AND g.revision = 0
  JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
  JOIN work.administration d ON d.association_id = g.association_id AND d.id = g.administration_id
  JOIN bank_key.calibration_text t ON t.association_id = g.association_id AND t.calibration_id = g.calibration_id
  WHERE g.purpose = 'practice' OR l.released
     OR (SELECT count(*) FROM review.packet o
         JOIN review.allocation x ON x.association_id = o.association_id AND x.packet_id = o.id AND x.reviewer_id = g.reviewer_id
           AND x.state = 'locked' AND NOT x.practice
         JOIN review.seal s ON s.association_id = x.association_id AND s.allocation_id = x.id AND s.revision = 1
         WHERE o.association_id = g.association_id AND o.administration_id = g.administration_id
           AND s.place > (SELECT m.place FROM review.seal m WHERE m.association_id = l.association_id AND m.allocation_id = l.id
                                AND m.revision = 1)) >= registrar_api.control_rests(l.id)
     OR NOT EXISTS (SELECT FROM review.packet o
                    JOIN review.allocation x ON x.association_id = o.association_id AND x.packet_id = o.id
                      AND x.reviewer_id = g.reviewer_id AND x.state = 'open'
                    WHERE o.association_id = g.association_id AND o.administration_id = g.administration_id)
  ORDER BY random() LIMIT 50;
END;
$$;
