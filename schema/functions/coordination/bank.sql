-- Which forms the association has, and how much is in them: this desk cannot read a question. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.bank(in_token bytea, OUT outcome text, OUT doc jsonb)
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
  SELECT jsonb_build_object(
    'items', (SELECT count(*) FROM bank.item i WHERE i.association_id = who.association),
    'vignettes', (SELECT count(*) FROM bank.vignette v WHERE v.association_id = who.association),
    'rubrics', (SELECT count(*) FROM bank.rubric r WHERE r.association_id = who.association),
    'forms', coalesce(jsonb_agg(jsonb_build_object(
      'code', f.code, 'revision', f.revision, 'title', f.title, 'part', f.part, 'published', coordination_api.show_time(f.published_at, who.zone),
      'is', (SELECT jsonb_object_agg(w.word, true) FROM unnest(f.tracks || coalesce(f.category, 'part1')) w (word)),
      'items', CASE WHEN f.part = 1 THEN (SELECT count(*) FROM bank.form_item i WHERE i.association_id = who.association AND i.form_id = f.id) END,
      'vignettes', CASE WHEN f.part = 2 THEN (SELECT count(*) FROM bank.form_vignette v WHERE v.association_id = who.association AND v.form_id = f.id) END,
      'used', (SELECT count(DISTINCT x.administration_id) FROM work.administration_form x WHERE x.association_id = who.association AND x.form_id = f.id))
      ORDER BY f.part, f.code, f.revision DESC), '[]'))
  INTO doc FROM bank.form f WHERE f.association_id = who.association;
END;
$$;
