-- What a new administration may choose from: slots for forms (Part 1 by track; Part 2 by category, or by track and category
-- where the forms differ by track), the newest form of each first. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.administration_choices(in_token bytea, OUT outcome text, OUT doc jsonb)
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
  outcome := 'ok';
  WITH newest AS (
    SELECT DISTINCT ON (f.code) f.id, f.code, f.revision, f.part, f.tracks, f.category, f.title, f.published_at FROM bank.form f WHERE f.association_id = who.association ORDER BY f.code, f.revision DESC),
  category AS (
    SELECT c.place, c.word, coalesce((SELECT bool_or(cardinality(f.tracks) < 2) FROM newest f WHERE f.part = 2 AND f.category = c.word), false) AS split
    FROM unnest(ARRAY['specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty']) WITH ORDINALITY c (word, place)),
  slot AS (
    SELECT 1 AS part, t.place, t.word AS track, NULL::text AS category FROM unnest(ARRAY['imh', 'ecmh']) WITH ORDINALITY t (word, place)
    UNION ALL
    SELECT 2, c.place, t.word, c.word FROM category c CROSS JOIN unnest(ARRAY['any', 'imh', 'ecmh']) t (word)
    WHERE (t.word = 'any') <> c.split)
  SELECT jsonb_build_object('zone', who.zone,
    -- The most that can be asked for with the newest forms, whichever of them are chosen.
    'most', (SELECT jsonb_build_object('practice', coalesce(min(h.practice), 0), 'control', coalesce(min(h.control), 0))
             FROM newest n CROSS JOIN LATERAL coordination_api.calibration_has(who.association, n.id) h WHERE n.part = 2),
    'slots', jsonb_agg(jsonb_build_object(
    'key', concat_ws('_', s.part, s.track, s.category), 'part', s.part,
    'is', jsonb_strip_nulls(jsonb_build_object(s.track, true, coalesce(s.category, 'part1'), true)),
    'options', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', f.id, 'title', f.title, 'code', f.code, 'revision', f.revision)
                       ORDER BY f.published_at DESC, f.code)
      FROM newest f
      WHERE f.part = s.part AND (s.category IS NULL OR f.category = s.category) AND (s.track = 'any' OR s.track = ANY (f.tracks))),
      '[]')) ORDER BY s.part, s.place, s.track))
  INTO doc FROM slot s;
END;
$$;
