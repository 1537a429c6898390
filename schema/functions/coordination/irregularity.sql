-- One act on clocks, for those who watch the board and those who approve. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.irregularity(in_token bytea, in_act uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 19);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM work.irregularity i WHERE i.association_id = who.association AND i.id = in_act;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  doc := coordination_api.act_of(who.association, in_act, who.zone, who.account, who.rights);
END;
$$;
