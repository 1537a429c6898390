-- A coordinator's word that a group of fewer than five is reviewed all the same. For good, with a reason.
-- outcome: ok | not_allowed | not_found (no such administration, or no group of it that waits).
CREATE OR REPLACE FUNCTION coordination_api.decide_small_group(
  in_token bytea, in_administration uuid, in_category text, in_reason text, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  many int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 4));
  SELECT g.responses INTO many FROM work.groups(who.association, in_administration) g WHERE g.category = in_category AND g.waits <> '';
  outcome := CASE WHEN many IS NULL THEN 'not_found' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  INSERT INTO intake.small_group (association_id, administration_id, category, responses, reason, decided_by, decided_at)
  VALUES (who.association, in_administration, in_category, many, in_reason, who.account, service.now_utc());
  PERFORM audit.append(who.association, 'staff', who.account, 'small_group.decided', in_administration,
                       jsonb_build_object('category', in_category, 'responses', many, 'reason', in_reason));
END;
$$;
