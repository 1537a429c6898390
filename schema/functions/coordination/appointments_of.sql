-- The appointments of one candidate and what there is to give: every slot with a place left that lies in their window, also one that has
-- begun. open: it can be given, moved or cancelled (work.appointment_stays). outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.appointments_of(
  in_token bytea, in_registration uuid, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  moment timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT jsonb_build_object('id', d.id, 'title', d.title, 'zone', who.zone, 'registration', r.id, 'person', p.id,
    'sealed', encode(p.sealed, 'hex'), 'window', coordination_api.window_of(w.opens_at, w.closes_at, who.zone), 'own_window', w.own,
    'parts', (
      SELECT jsonb_agg(jsonb_build_object('part', q.part,
        'is', jsonb_build_object(CASE WHEN a.id IS NULL THEN 'none' WHEN a.cancelled THEN 'cancelled' ELSE 'stands' END, true),
        'open', work.appointment_stays(r.association_id, r.id, q.part, moment) IS NULL,
        'needed', work.lacks_appointment(r.association_id, r.id, q.part),
        'day', to_char(s.starts_at AT TIME ZONE who.zone, 'FMDay, FMMonth FMDD, YYYY'),
        'time', to_char(s.starts_at AT TIME ZONE who.zone, 'FMHH12:MI AM'), 'place', s.place,
        'choices', (
          SELECT coalesce(jsonb_agg(jsonb_build_object('slot', c.id, 'places_left', c.places - t.taken, 'place', c.place,
                   'day', to_char(c.starts_at AT TIME ZONE who.zone, 'FMDay, FMMonth FMDD, YYYY'),
                   'time', to_char(c.starts_at AT TIME ZONE who.zone, 'FMHH12:MI AM')) ORDER BY c.starts_at, c.place), '[]')
          FROM work.slot c CROSS JOIN LATERAL work.places_taken(c.association_id, c.id) AS t (taken)
          WHERE c.association_id = r.association_id AND c.administration_id = r.administration_id AND c.part = q.part
            AND NOT c.withdrawn AND c.places > t.taken AND c.starts_at >= w.opens_at AND c.starts_at < w.closes_at
            AND (a.id IS NULL OR a.cancelled OR a.slot_id <> c.id))) ORDER BY q.part)
      FROM unnest(r.parts) AS q (part)
      LEFT JOIN work.appointment a ON a.association_id = r.association_id AND a.registration_id = r.id AND a.part = q.part
      LEFT JOIN work.slot s ON s.association_id = a.association_id AND s.id = a.slot_id))
  INTO doc
  FROM work.registration r
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  CROSS JOIN LATERAL work.own_window(r.association_id, r.id) w
  WHERE r.association_id = who.association AND r.id = in_registration AND r.withdrawn_at IS NULL;
  outcome := CASE WHEN FOUND THEN 'ok' ELSE 'not_found' END;
END;
$$;
