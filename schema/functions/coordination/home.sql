-- The administrations of the association, newest first, each with its next step. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.home(in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 27);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH list AS (
    SELECT a.id, a.title, a.opens_at, a.closes_at, coordination_api.progress(who.association, a.id) AS progress
    FROM work.administration a WHERE a.association_id = who.association AND who.rights & 19 <> 0)
  SELECT jsonb_build_object('administrations', coalesce(jsonb_agg(jsonb_build_object(
           'id', l.id, 'title', l.title, 'window', coordination_api.window_of(l.opens_at, l.closes_at, who.zone),
           'candidates', (l.progress->>'roster')::int,
           'unapproved', nullif((l.progress->>'unapproved')::int, 0),
           'reviewers_paused', nullif(coordination_api.reviewers_paused(who.association, l.id), 0),
           'when', jsonb_build_object(l.progress->>'window', true),
           'next', (SELECT s.step FROM jsonb_array_elements(coordination_api.steps(l.progress)) s (step)
                    WHERE s.step->>'state' IN ('now', 'running', 'refused') LIMIT 1)) ORDER BY l.opens_at DESC), '[]'))
  INTO doc FROM list l;
END;
$$;
