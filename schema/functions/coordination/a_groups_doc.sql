-- Groups of an administration that are too small, and what was said about them: [{"category", "is", "responses", "together",
-- "waits": {"decision"|"next": true}|null, "reason": why they are reviewed all the same|null}].
CREATE OR REPLACE FUNCTION coordination_api.groups_doc(in_association uuid, in_administration uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'category', g.category, 'is', jsonb_build_object(g.category, true), 'responses', g.responses, 'together', g.together,
    'waits', CASE WHEN g.waits <> '' THEN jsonb_build_object(g.waits, true) END, 'reason', d.reason) ORDER BY g.category), '[]')
  FROM work.groups(in_association, in_administration) g
  LEFT JOIN intake.small_group d ON d.association_id = in_association AND d.administration_id = in_administration AND d.category = g.category
  WHERE g.waits <> '' OR d.category IS NOT NULL;
$$;
