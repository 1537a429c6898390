-- The checklist page of one administration. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.administration(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  progress jsonb;
  steps jsonb;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
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
  progress := coordination_api.progress(who.association, in_administration);
  steps := coordination_api.steps(progress);
  doc := jsonb_build_object(
    'id', adm.id, 'title', adm.title, 'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'when', jsonb_build_object(progress->>'window', true), 'progress', progress - 'duties', 'steps', steps,
    'unapproved', nullif((progress->>'unapproved')::int, 0),
    'reviewers_paused', nullif(coordination_api.reviewers_paused(who.association, in_administration), 0),
    'groups', coordination_api.groups_doc(who.association, in_administration),
    'next', (SELECT s.step FROM jsonb_array_elements(steps) s (step) WHERE s.step->>'state' IN ('now', 'running', 'refused') LIMIT 1),
    'policy', jsonb_build_object(
      'part1_minutes', adm.part1_minutes, 'part2_minutes', adm.part2_minutes, 'part1_pass_percent', adm.part1_pass_percent,
      'part2_pass_percent', adm.part2_pass_percent, 'near_line_points', adm.near_line_points, 'level_tolerance', adm.level_tolerance,
      'idle_days', adm.idle_days, 'calibrates', adm.practice_packets + adm.control_packets > 0,
      'practice_packets', adm.practice_packets, 'control_packets', adm.control_packets,
      'calibration_points', adm.calibration_points, 'calibration_levels', adm.calibration_levels, 'grace_s', adm.grace_s,
      'request_by_weeks', adm.request_by_weeks, 'lead_days', adm.lead_days, 'is', jsonb_build_object(
        adm.retake_scope, true, adm.feedback, true, adm.part2_rule, true, adm.small_group, true)),
    'forms', (SELECT coalesce(jsonb_agg(DISTINCT f.title || ' (' || f.code || ', revision ' || f.revision || ')'), '[]')
              FROM work.administration_form x JOIN bank.form f ON f.association_id = x.association_id AND f.id = x.form_id
              WHERE x.association_id = who.association AND x.administration_id = in_administration));
END;
$$;
