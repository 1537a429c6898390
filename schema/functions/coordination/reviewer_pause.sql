-- A reviewer who pauses: how far off they were, never in which of their packets, what was decided before, and whether the bank has
-- another practice packet for them (spare). outcome: ok | not_allowed | not_found (also: nobody ever paused them).
CREATE OR REPLACE FUNCTION coordination_api.reviewer_pause(in_token bytea, in_administration uuid, in_account uuid, OUT outcome text,
                                                           OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT jsonb_build_object(
    'id', d.id, 'title', d.title, 'account', a.id, 'sealed', encode(a.sealed, 'hex'),
    'points_most', d.calibration_points, 'levels_most', d.calibration_levels,
    'is_paused', count(*) FILTER (WHERE e.ended IS NULL) > 0,
    'pauses', coalesce(jsonb_agg(jsonb_build_object(
      'is', jsonb_build_object(e.purpose, true, e.category, true), 'points', e.points, 'levels', e.levels,
      'since', coordination_api.show_time(e.paused_at, who.zone)) ORDER BY e.paused_at) FILTER (WHERE e.ended IS NULL), '[]'),
    'before', coalesce(jsonb_agg(jsonb_build_object(
      'is', jsonb_build_object(e.purpose, true, e.category, true, CASE e.ended WHEN 'practice' THEN 'again' ELSE e.ended END, true), 'points', e.points, 'levels', e.levels,
      'since', coordination_api.show_time(e.paused_at, who.zone), 'until', coordination_api.show_time(e.ended_at, who.zone),
      'reason', e.reason) ORDER BY e.ended_at) FILTER (WHERE e.ended IS NOT NULL), '[]'),
    'spare', coordination_api.calibration_spare(who.association, in_administration, in_account))
  INTO doc
  FROM work.administration d
  JOIN review.pause e ON e.association_id = d.association_id AND e.administration_id = d.id AND e.reviewer_id = in_account
  JOIN staff.account a ON a.id = e.reviewer_id
  WHERE d.association_id = who.association AND d.id = in_administration
  GROUP BY d.association_id, d.id, a.id, a.sealed;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
