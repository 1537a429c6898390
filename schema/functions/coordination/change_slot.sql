-- How many places a slot has, never fewer than are taken, and where it is; at another place every appointment in it becomes a new version.
-- outcome: ok (doc.id: the administration) | not_allowed | not_found | bad_field. doc with bad_field: {"field", "why"}: slot_taken (fewer
-- places than that) | slot_there (another slot at that time and place).
CREATE OR REPLACE FUNCTION coordination_api.change_slot(
  in_token bytea, in_slot uuid, in_places int, in_place text, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  slot work.slot;
  told int := 0;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT s.* INTO slot FROM work.slot s
  WHERE s.association_id = who.association AND s.id = in_slot AND NOT s.withdrawn FOR NO KEY UPDATE;
  IF slot.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'bad_field';
  IF in_places < work.places_taken(who.association, in_slot) THEN
    doc := '{"field": "places", "why": "slot_taken"}';
    RETURN;
  END IF;
  BEGIN
    UPDATE work.slot AS s SET places = in_places, place = in_place WHERE s.association_id = who.association AND s.id = in_slot;
  EXCEPTION WHEN unique_violation THEN
    doc := '{"field": "place", "why": "slot_there"}';
    RETURN;
  END;
  IF slot.place <> in_place THEN
    told := work.renew_appointments(who.association, in_slot, service.arrival(in_at));
  END IF;
  IF slot.place <> in_place OR slot.places <> in_places THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'slot.changed', in_slot,
                         jsonb_build_object('places', in_places, 'appointments', told));
  END IF;
  outcome := 'ok';
  doc := jsonb_build_object('id', slot.administration_id);
END;
$$;
