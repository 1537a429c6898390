-- A new administration with its forms. Times are the association's own ("2026-03-14 09:00"). in_slots and in_forms go
-- together: "1_imh", "2_any_specialist" (see administration_choices). A form that is not there, is another association's or
-- does not fit its slot is never left out in silence. No more practice or control packets than the bank has for each of the Part 2
-- forms. doc.field names what is wrong.
-- outcome: ok | not_allowed | bad_field.
CREATE OR REPLACE FUNCTION coordination_api.create_administration(
  in_token bytea, in_id uuid, in_title text, in_opens text, in_closes text, in_part1_minutes int, in_part2_minutes int,
  in_part1_pass int, in_part2_pass int, in_near_line int, in_grace_s int, in_retake_scope text, in_feedback text,
  in_request_by_weeks int, in_lead_days int, in_slots text[], in_forms uuid[], in_part2_rule text, in_level_tolerance int,
  in_small_group text, in_idle_days int, in_practice_packets int, in_control_packets int, in_calibration_points int,
  in_calibration_levels int, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  opens timestamptz;
  closes timestamptz;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  outcome := 'bad_field';
  doc := '{"field": "opens_date"}';
  BEGIN
    opens := in_opens::timestamp AT TIME ZONE who.zone;
    doc := '{"field": "closes_date"}';
    closes := in_closes::timestamp AT TIME ZONE who.zone;
  EXCEPTION WHEN data_exception THEN
    RETURN;
  END;
  IF closes <= opens OR closes <= service.now_utc() OR closes > opens + interval '366 days' THEN
    RETURN;
  END IF;
  doc := '{"field": "form"}';
  IF EXISTS (
    SELECT FROM unnest(in_slots, in_forms) s (slot, form)
    WHERE NOT EXISTS (
      SELECT FROM bank.form f
      WHERE f.association_id = who.association AND f.id = s.form AND f.part::text = split_part(s.slot, '_', 1)
        AND (split_part(s.slot, '_', 2) = ANY (f.tracks) OR f.part = 2 AND split_part(s.slot, '_', 2) = 'any')
        AND split_part(s.slot, '_', 3) = CASE f.part WHEN 1 THEN '' ELSE f.category END))
  THEN
    RETURN;
  END IF;
  SELECT CASE WHEN coalesce(bool_or(h.practice < in_practice_packets), in_practice_packets > 0) THEN '{"field": "practice_packets"}'::jsonb
              WHEN coalesce(bool_or(h.control < in_control_packets), in_control_packets > 0) THEN '{"field": "control_packets"}' END INTO doc
  FROM unnest(in_slots, in_forms) s (slot, form) CROSS JOIN LATERAL coordination_api.calibration_has(who.association, s.form) h
  WHERE s.slot LIKE '2%';
  IF doc IS NOT NULL THEN
    RETURN;
  END IF;
  INSERT INTO work.administration VALUES (
    who.association, in_id, in_title, opens, closes, in_part1_minutes, in_part2_minutes, in_part1_pass, in_part2_pass,
    in_near_line, in_grace_s, in_retake_scope, in_feedback, in_request_by_weeks, who.account, service.now_utc(),
    in_lead_days, in_part2_rule, in_level_tolerance, in_small_group, in_idle_days, in_practice_packets, in_control_packets,
    in_calibration_points, in_calibration_levels);
  INSERT INTO work.administration_form (association_id, administration_id, part, track, category, form_id)
  SELECT who.association, in_id, f.part, t.track, c.category, f.id
  FROM unnest(in_slots, in_forms) s (slot, form)
  JOIN bank.form f ON f.association_id = who.association AND f.id = s.form
  CROSS JOIN LATERAL unnest(f.tracks) t (track)
  CROSS JOIN unnest(ARRAY['specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty']) c (category)
  WHERE f.part = split_part(s.slot, '_', 1)::smallint
    AND split_part(s.slot, '_', 2) IN ('any', t.track)
    AND (f.part = 1 OR (f.category = c.category AND split_part(s.slot, '_', 3) = c.category))
  ON CONFLICT DO NOTHING;
  PERFORM audit.append(who.association, 'staff', who.account, 'administration.created', in_id,
                       jsonb_build_object('opens', opens, 'closes', closes, 'part2_rule', in_part2_rule));
  outcome := 'ok';
  doc := jsonb_build_object('id', in_id);
END;
$$;
