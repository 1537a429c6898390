-- One response as the masker sees it (sealed); every look is written down. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.masking(in_token bytea, in_code text, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  response intake.response;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 8);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO response FROM intake.response i WHERE i.association_id = who.association AND i.code = in_code AND i.state <> 'packed';
  IF response.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'masking.viewed', response.id, '{}');
  outcome := 'ok';
  doc := jsonb_build_object('id', response.id, 'code', response.code, 'state', response.state, 'version', response.version,
    'sealed', encode(response.sealed, 'hex'), 'is', jsonb_build_object(response.category, true, response.state, true),
    'progress', (SELECT jsonb_build_object('checked', count(*) FILTER (WHERE i.state <> 'proposed'), 'of', count(*))
                 FROM intake.response i WHERE i.association_id = who.association AND i.administration_id = response.administration_id),
    'next', (SELECT min(i.code) FROM intake.response i
             WHERE i.association_id = who.association AND i.state = 'proposed' AND i.code <> in_code));
END;
$$;
