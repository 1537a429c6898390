-- The slots of an administration by part and time, who has them, and who still needs an appointment. kept: the part has slots.
-- outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.slots(in_token bytea, in_administration uuid, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  moment timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 3);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH part AS (
    SELECT q.part,
      (SELECT coalesce(jsonb_agg(coordination_api.slot_doc(s, who.zone, moment) ORDER BY s.starts_at, s.place), '[]') FROM work.slot s
       WHERE s.association_id = who.association AND s.administration_id = adm.id AND s.part = q.part AND NOT s.withdrawn) AS slots,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('registration', r.id, 'person', p.id, 'sealed', encode(p.sealed, 'hex'))), '[]')
       FROM work.registration r
       JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
       WHERE r.association_id = who.association AND r.administration_id = adm.id AND r.withdrawn_at IS NULL
         AND work.lacks_appointment(r.association_id, r.id, q.part)
         AND NOT EXISTS (SELECT FROM work.attempt t
                         JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                         WHERE t.association_id = r.association_id AND t.registration_id = r.id AND s.part = q.part)) AS missing
    FROM (VALUES (1), (2)) AS q (part))
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'zone', who.zone,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'kept', bool_or(jsonb_array_length(p.slots) > 0),
    'parts', jsonb_agg(jsonb_build_object('part', p.part, 'kept', jsonb_array_length(p.slots) > 0, 'slots', p.slots,
      'missing', p.missing, 'missing_count', nullif(jsonb_array_length(p.missing), 0),
      'one_missing', jsonb_array_length(p.missing) = 1) ORDER BY p.part))
  INTO doc FROM part p;
END;
$$;
