-- Packets that were decided from a review that has been revised since are to be decided again: by two, or by three where a third
-- reviewer has the seat. Those whose review counts no more are opened by set_barred itself. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.reopen_packets(OUT outcome text, OUT reopened int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  k record;
BEGIN
  outcome := 'done';
  reopened := 0;
  FOR k IN
    -- From the few reviews that were revised, by an index of their own: this is asked several times a second.
    SELECT r.association_id, r.packet_id AS id
    FROM (SELECT DISTINCT l.association_id, l.packet_id FROM review.allocation l WHERE l.revision > 1 AND NOT l.released OFFSET 0) r
    JOIN review.packet x ON x.association_id = r.association_id AND x.id = r.packet_id AND x.state = 'decided'
    WHERE registrar_api.outdated(r.association_id, r.packet_id)
    ORDER BY r.packet_id LIMIT 50
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
