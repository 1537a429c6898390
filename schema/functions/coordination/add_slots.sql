-- Adds in_times slots, in_every minutes apart by the association's clock, the first at in_starts ("2027-03-14 09:00", its zone), all or
-- none. Each must begin in the administration's window, or in one that was granted to somebody in it. A slot that was withdrawn is
-- there again. outcome: ok | not_allowed | not_found | bad_field. doc with bad_field: {"field", "why"}: date_wrong | time_wrong (that day
-- has no such time) | slot_outside | slot_there.
CREATE OR REPLACE FUNCTION coordination_api.add_slots(
  in_token bytea, in_administration uuid, in_part int, in_starts text, in_places int, in_place text, in_times int, in_every int,
  OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  moments timestamptz[];
  added int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'bad_field';
  doc := '{"field": "date", "why": "date_wrong"}';
  BEGIN
    PERFORM left(in_starts, 10)::date;
    doc := '{"field": "time", "why": "time_wrong"}';
    SELECT array_agg((in_starts::timestamp + make_interval(mins => n * in_every)) AT TIME ZONE who.zone ORDER BY n) INTO moments
    FROM generate_series(0, in_times - 1) AS n;
  EXCEPTION WHEN data_exception THEN
    RETURN;
  END;
  doc := CASE
    WHEN EXISTS (SELECT FROM unnest(moments) WITH ORDINALITY AS m (moment, n)
                 WHERE m.moment AT TIME ZONE who.zone <> in_starts::timestamp + make_interval(mins => (m.n::int - 1) * in_every))
      THEN '{"field": "time", "why": "time_wrong"}'
    WHEN EXISTS (SELECT FROM unnest(moments) AS m (moment)
                 WHERE NOT (m.moment >= adm.opens_at AND m.moment < adm.closes_at)
                   AND NOT EXISTS (SELECT FROM work.registration r CROSS JOIN LATERAL work.own_window(r.association_id, r.id) w
                                   WHERE r.association_id = who.association AND r.administration_id = adm.id AND w.own
                                     AND r.withdrawn_at IS NULL AND m.moment >= w.opens_at AND m.moment < w.closes_at))
      THEN '{"field": "date", "why": "slot_outside"}'
    WHEN EXISTS (SELECT FROM work.slot x
                 WHERE x.association_id = who.association AND x.administration_id = adm.id AND x.part = in_part
                   AND x.place = in_place AND x.starts_at = ANY (moments) AND NOT x.withdrawn)
      THEN '{"field": "time", "why": "slot_there"}' END;
  IF doc IS NOT NULL THEN
    RETURN;
  END IF;
  INSERT INTO work.slot AS s (association_id, id, administration_id, part, starts_at, places, place, created_by, created_at)
  SELECT who.association, gen_random_uuid(), adm.id, in_part, m.moment, in_places, in_place, who.account, service.now_utc()
  FROM unnest(moments) AS m (moment)
  ON CONFLICT (association_id, administration_id, part, starts_at, place) DO UPDATE
    SET withdrawn = false, places = excluded.places WHERE s.withdrawn;
  GET DIAGNOSTICS added = ROW_COUNT;
  PERFORM audit.append(who.association, 'staff', who.account, 'slots.added', adm.id,
                       jsonb_build_object('part', in_part, 'slots', added, 'first', moments[1], 'places', in_places));
  outcome := 'ok';
  doc := jsonb_build_object('id', adm.id);
END;
$$;
