-- One reviewer of an administration, before they are stopped or their packets taken back: counts only.
-- outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.reviewer(in_token bytea, in_administration uuid, in_account uuid, OUT outcome text, OUT doc jsonb)
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
  SELECT jsonb_build_object('id', d.id, 'title', d.title, 'policy_days', d.idle_days, 'account', a.id, 'sealed', encode(a.sealed, 'hex'),
                            'open', s.open, 'locked', s.locked, 'idle_days', s.idle_days, 'stopped', s.stopped)
  INTO doc
  FROM work.administration d
  JOIN coordination_api.reviewer_states(who.association, in_administration) s ON s.account_id = in_account
  JOIN staff.account a ON a.id = s.account_id
  WHERE d.association_id = who.association AND d.id = in_administration;
  outcome := CASE WHEN doc IS NULL THEN 'not_found' ELSE 'ok' END;
END;
$$;
