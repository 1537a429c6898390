-- What a masker has to do: responses by their third code, without a person or an order. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.maskings(in_token bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 8);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  outcome := 'ok';
  SELECT jsonb_build_object('open', count(*) FILTER (WHERE i.state = 'proposed'), 'done', count(*) FILTER (WHERE i.state <> 'proposed'),
    'responses', coalesce(jsonb_agg(jsonb_build_object('code', i.code, 'state', i.state,
      'is', jsonb_build_object(i.category, true, i.state, true),
      'returned', i.returns > 0 AND i.state = 'proposed') ORDER BY i.state DESC, i.code)
      FILTER (WHERE i.state <> 'packed'), '[]'))
  INTO doc FROM intake.response i WHERE i.association_id = who.association;
END;
$$;
