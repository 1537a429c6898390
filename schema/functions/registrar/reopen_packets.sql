-- Packets that were decided from a review that has been revised since are to be decided again: by two, or by three where a third
-- reviewer was called for before. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.reopen_packets(OUT outcome text, OUT reopened int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  k record;
BEGIN
  outcome := 'done';
  reopened := 0;
  FOR k IN
    SELECT x.association_id, x.id FROM review.packet x
    WHERE x.state = 'decided' AND registrar_api.outdated(x.association_id, x.id)
      AND EXISTS (SELECT FROM review.allocation l WHERE l.association_id = x.association_id AND l.packet_id = x.id
                  AND l.revision > 1 AND NOT l.released)
    ORDER BY x.id LIMIT 50
  LOOP
    UPDATE review.packet x SET state = CASE
      WHEN EXISTS (SELECT FROM review.allocation l WHERE l.association_id = k.association_id AND l.packet_id = k.id AND l.seat = 3
                   AND l.state <> 'ended') THEN 'third_needed' ELSE 'in_review' END
    WHERE x.association_id = k.association_id AND x.id = k.id AND x.state = 'decided';
    PERFORM audit.append(k.association_id, 'registrar', NULL, 'packet.reopened', k.id, '{}');
    reopened := reopened + 1;
  END LOOP;
END;
$$;
