-- Decided packets whose remarks are to be merged, for the first time or because they were decided anew; in an order that is drawn
-- each time. Only when nothing of the administration is undecided: a proposal that comes early or late would tell whose it is, and
-- which packet had a third reviewer. What is published is not decided anew. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.feedback_work()
RETURNS TABLE (outcome text, association_id uuid, administration_id uuid, packet_id uuid, pages int, criteria int,
               packet_version int, packet_sealed bytea, basis bytea, feedback_id uuid, version int, sealed bytea, link_version int,
               link_sealed bytea)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH undecided AS MATERIALIZED (
    SELECT k.association_id, k.administration_id FROM review.packet k WHERE k.purpose = 'live' AND k.state <> 'decided'
    UNION
    SELECT i.association_id, i.administration_id FROM intake.response i WHERE i.state IN ('proposed', 'approved'))
  SELECT 'done', k.association_id, k.administration_id, k.id, k.pages, k.criteria, k.version, k.sealed,
         registrar_api.feedback_basis(k.association_id, k.id), f.id, f.version, t.sealed, l.version, l.sealed
  FROM review.packet k
  LEFT JOIN bridge.feedback_link l ON l.association_id = k.association_id AND l.packet_id = k.id
  LEFT JOIN result.feedback f ON f.association_id = l.association_id AND f.id = l.feedback_id
  LEFT JOIN result.feedback_text t ON t.association_id = f.association_id AND t.feedback_id = f.id AND t.version = f.version
  WHERE k.purpose = 'live' AND k.state = 'decided'
    AND CASE WHEN l.packet_id IS NULL THEN true
             WHEN EXISTS (SELECT FROM result.release r WHERE r.association_id = k.association_id
                          AND r.administration_id = k.administration_id AND r.state = 'released') THEN false
             ELSE l.basis <> registrar_api.feedback_basis(k.association_id, k.id) END
    AND NOT EXISTS (SELECT FROM undecided u WHERE u.association_id = k.association_id AND u.administration_id = k.administration_id)
  ORDER BY random() LIMIT 50;
$$;
