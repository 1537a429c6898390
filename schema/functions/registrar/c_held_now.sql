-- What review.allocation.held should be of every packet that is not published, where an administration calibrates. A locked review is
-- held by a pause alone, which keeps it from being revised; practice by a pause alone. What is new waits for its control packet; what has
-- opened does not. in_administration: NULL for all.
CREATE OR REPLACE FUNCTION registrar_api.held_now(in_administration uuid)
RETURNS TABLE (association_id uuid, administration_id uuid, allocation_id uuid, is_held text, held text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH wanted AS MATERIALIZED (SELECT * FROM registrar_api.calibration_wanted(in_administration)),
  holding AS MATERIALIZED (
    SELECT k.association_id, k.administration_id, l.id, l.reviewer_id, l.state, l.practice, l.looked, l.held
    FROM work.administration d
    JOIN review.packet k ON k.association_id = d.association_id AND k.administration_id = d.id
    JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id AND l.state IN ('open', 'locked') AND NOT l.released
    WHERE d.practice_packets + d.control_packets > 0 AND (in_administration IS NULL OR d.id = in_administration)),
  person AS MATERIALIZED (
    SELECT h.association_id, h.administration_id, h.reviewer_id,
           EXISTS (SELECT FROM review.pause e WHERE e.association_id = h.association_id AND e.administration_id = h.administration_id
                   AND e.reviewer_id = h.reviewer_id AND e.ended IS NULL) AS paused,
           bool_or(h.practice AND NOT h.looked) OR EXISTS (
             SELECT FROM wanted w WHERE w.association_id = h.association_id AND w.administration_id = h.administration_id
               AND w.reviewer_id = h.reviewer_id AND w.purpose = 'practice') AS practises,
           EXISTS (SELECT FROM wanted w WHERE w.association_id = h.association_id AND w.administration_id = h.administration_id
                   AND w.reviewer_id = h.reviewer_id AND w.purpose = 'control') AS lacks
    FROM holding h GROUP BY h.association_id, h.administration_id, h.reviewer_id)
  SELECT h.association_id, h.administration_id, h.id, h.held,
         CASE WHEN p.paused THEN 'paused' WHEN h.practice OR h.state = 'locked' THEN ''
              WHEN p.lacks AND h.held = 'new' THEN 'new' WHEN p.practises THEN 'practice' ELSE '' END
  FROM holding h JOIN person p USING (association_id, administration_id, reviewer_id);
END;
$$;
