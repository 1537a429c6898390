-- One slot, to change it and to see who has it. outcome: ok | not_allowed | not_found (also when it was withdrawn).
CREATE OR REPLACE FUNCTION coordination_api.slot(in_token bytea, in_slot uuid, in_at timestamptz, OUT outcome text, OUT doc jsonb)
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
  SELECT jsonb_build_object('id', a.id, 'title', a.title, 'zone', who.zone)
         || coordination_api.slot_doc(s, who.zone, service.arrival(in_at))
  INTO doc
  FROM work.slot s JOIN work.administration a ON a.association_id = s.association_id AND a.id = s.administration_id
  WHERE s.association_id = who.association AND s.id = in_slot AND NOT s.withdrawn;
  outcome := CASE WHEN FOUND THEN 'ok' ELSE 'not_found' END;
END;
$$;
