-- One slot as pages show it, with who has it (sealed).
CREATE OR REPLACE FUNCTION coordination_api.slot_doc(in_slot work.slot, in_zone text, in_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object(
    'slot', in_slot.id, 'part', in_slot.part, 'day', to_char(in_slot.starts_at AT TIME ZONE in_zone, 'FMDay, FMMonth FMDD, YYYY'),
    'time', to_char(in_slot.starts_at AT TIME ZONE in_zone, 'FMHH12:MI AM'), 'place', in_slot.place, 'places', in_slot.places,
    'taken', t.taken, 'full', t.taken >= in_slot.places, 'begun', in_slot.starts_at <= in_at,
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('registration', r.id, 'person', p.id, 'sealed', encode(p.sealed, 'hex'))), '[]')
               FROM work.appointment a
               JOIN work.registration r ON r.association_id = a.association_id AND r.id = a.registration_id
               JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
               WHERE a.association_id = in_slot.association_id AND a.slot_id = in_slot.id AND NOT a.cancelled
                 AND r.withdrawn_at IS NULL))
  FROM work.places_taken(in_slot.association_id, in_slot.id) AS t (taken);
$$;
