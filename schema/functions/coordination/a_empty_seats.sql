-- Seats of an administration's live packets that nobody has: 1 and 2 of a packet that waits or is in review (anew when a reviewer
-- stopped, gave it back or turned out to be barred), 3 where a third review is called for. None while a masker has the packet again.
CREATE OR REPLACE FUNCTION coordination_api.empty_seats(in_association uuid, in_administration uuid)
RETURNS TABLE (packet_id uuid, category text, barred uuid[], seat int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT k.id, k.category, k.barred, s.seat
  FROM review.packet k CROSS JOIN generate_series(1, 3) s (seat)
  WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live' AND NOT k.remasking
    AND CASE WHEN s.seat = 3 THEN k.state = 'third_needed' ELSE k.state IN ('waiting', 'in_review') END
    AND NOT EXISTS (SELECT FROM review.allocation l
                    WHERE l.association_id = in_association AND l.packet_id = k.id AND l.seat = s.seat AND l.state <> 'ended');
$$;
