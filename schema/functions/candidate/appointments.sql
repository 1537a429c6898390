-- The appointments of a candidate, one row for each part that they sit. kept: there are slots for it. state: none | stands | cancelled.
-- open: it can be made, moved or cancelled now. needed: without one the part cannot be started. ahead: it stands and is to come. fits: it
-- lies in their window; one that does not binds nobody. ends_at: what follows from the time owed, for a calendar.
-- outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.appointments(in_token_hash bytea, in_at timestamptz)
RETURNS TABLE (outcome text, association_name text, zone text, opens_text text, closes_text text, part int, kept boolean, state text,
               open boolean, needed boolean, ahead boolean, fits boolean, id uuid, sequence int, day_text text, time_text text,
               place text, starts_at timestamptz, ends_at timestamptz, moment timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  at timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  IF l.outcome <> 'done' THEN
    RETURN QUERY SELECT l.outcome, '', '', '', '', 0, false, '', false, false, false, false, NULL::uuid, 0, '', '', '', at, at, at;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT 'done', a.name, a.zone, to_char(w.opens_at AT TIME ZONE a.zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'),
         to_char(w.closes_at AT TIME ZONE a.zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'), p.number::int,
         EXISTS (SELECT FROM work.slot x WHERE x.association_id = r.association_id AND x.administration_id = r.administration_id
                 AND x.part = p.number AND NOT x.withdrawn),
         CASE WHEN b.id IS NULL THEN 'none' WHEN b.cancelled THEN 'cancelled' ELSE 'stands' END,
         work.appointment_stays(r.association_id, r.id, p.number, at) IS NULL,
         work.lacks_appointment(r.association_id, r.id, p.number),
         coalesce(NOT b.cancelled AND s.starts_at > at AND s.starts_at < w.closes_at, false),
         coalesce(s.starts_at >= w.opens_at AND s.starts_at < w.closes_at, false), b.id, coalesce(b.sequence, 0),
         coalesce(to_char(s.starts_at AT TIME ZONE a.zone, 'FMDay, FMMonth FMDD, YYYY'), ''),
         coalesce(to_char(s.starts_at AT TIME ZONE a.zone, 'FMHH12:MI AM'), ''), coalesce(s.place, ''), s.starts_at,
         s.starts_at + make_interval(secs => work.owed_s(r.association_id, r.id, p.number)), at
  FROM work.registration r
  JOIN staff.association a ON a.id = r.association_id
  CROSS JOIN LATERAL work.own_window(r.association_id, r.id) w
  CROSS JOIN LATERAL unnest(r.parts) AS p (number)
  LEFT JOIN work.appointment b ON b.association_id = r.association_id AND b.registration_id = r.id AND b.part = p.number
  LEFT JOIN work.slot s ON s.association_id = b.association_id AND s.id = b.slot_id
  WHERE r.association_id = l.association_id AND r.id = l.registration_id
  ORDER BY p.number;
END;
$$;
