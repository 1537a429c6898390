-- The remarks of an administration by their codes: no category, no order of arrival, nothing of what came of them.
-- outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.feedbacks(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
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
  outcome := 'ok';
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title,
    'to_read', count(*) FILTER (WHERE f.state = 'proposed'), 'approved', count(*) FILTER (WHERE f.state = 'approved'),
    'first', min(f.code) FILTER (WHERE f.state = 'proposed'),
    'feedbacks', coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'state', f.state, 'is', jsonb_build_object(f.state, true))
                                    ORDER BY f.state DESC, f.code), '[]'))
  INTO doc FROM result.feedback f WHERE f.association_id = who.association AND f.administration_id = in_administration;
END;
$$;
