-- The second person approves acts on clocks: whoever approves or coordinates, never who did them. All or none; what is approved
-- already stays as it is. outcome: ok | not_allowed | not_found | same_person.
CREATE OR REPLACE FUNCTION coordination_api.approve_acts(in_token bytea, in_administration uuid, in_acts uuid[], OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  one record;
  known bigint;
  own bigint;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT count(*), count(*) FILTER (WHERE i.by_id = who.account AND i.approved_at IS NULL) INTO known, own FROM work.irregularity i
  WHERE i.association_id = who.association AND i.administration_id = in_administration AND i.id = ANY (in_acts) AND i.act <> 'resume';
  outcome := CASE WHEN known = 0 OR known <> (SELECT count(DISTINCT u) FROM unnest(in_acts) u) THEN 'not_found'
                  WHEN own > 0 THEN 'same_person' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  -- All rows before the audit chain: two who approve at once never wait for each other in a ring.
  PERFORM 1 FROM work.irregularity i
  WHERE i.association_id = who.association AND i.id = ANY (in_acts) ORDER BY i.id FOR NO KEY UPDATE;
  FOR one IN
    SELECT i.id FROM work.irregularity i
    WHERE i.association_id = who.association AND i.id = ANY (in_acts) AND i.approved_at IS NULL ORDER BY i.id
  LOOP
    UPDATE work.irregularity AS i SET approved_by = who.account, approved_at = service.now_utc()
    WHERE i.association_id = who.association AND i.id = one.id;
    PERFORM audit.append(who.association, 'staff', who.account, 'clocks.approved', in_administration, jsonb_build_object('act', one.id));
  END LOOP;
END;
$$;
