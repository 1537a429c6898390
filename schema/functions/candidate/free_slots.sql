-- What a candidate can pick from: slots of their parts that are to come, lie in their window and have a place left, but for the one they
-- hold. No row: there is none. outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.free_slots(in_token_hash bytea, in_at timestamptz)
RETURNS TABLE (outcome text, part int, slot uuid, day_text text, time_text text, place text, places_left int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  at timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  IF l.outcome <> 'done' THEN
    RETURN QUERY SELECT l.outcome, 0, NULL::uuid, '', '', '', 0;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT 'done', s.part::int, s.id, to_char(s.starts_at AT TIME ZONE a.zone, 'FMDay, FMMonth FMDD, YYYY'),
         to_char(s.starts_at AT TIME ZONE a.zone, 'FMHH12:MI AM'), s.place, s.places - t.taken
  FROM work.registration r
  JOIN staff.association a ON a.id = r.association_id
  CROSS JOIN LATERAL work.own_window(r.association_id, r.id) w
  JOIN work.slot s ON s.association_id = r.association_id AND s.administration_id = r.administration_id AND s.part = ANY (r.parts)
  CROSS JOIN LATERAL work.places_taken(s.association_id, s.id) AS t (taken)
  WHERE r.association_id = l.association_id AND r.id = l.registration_id AND NOT s.withdrawn
    AND s.starts_at > at AND s.starts_at >= w.opens_at AND s.starts_at < w.closes_at AND s.places > t.taken
    AND NOT EXISTS (SELECT FROM work.appointment b WHERE b.association_id = r.association_id AND b.registration_id = r.id
                    AND b.part = s.part AND b.slot_id = s.id AND NOT b.cancelled)
  ORDER BY s.part, s.starts_at, s.place;
END;
$$;
