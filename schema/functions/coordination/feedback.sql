-- The remarks under one code (sealed), with the accounts of all who review, by which the page looks for names: of all, so that it does
-- not tell who wrote them. Every look is written down. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.feedback(in_token bytea, in_administration uuid, in_code text, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  found_one result.feedback;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  SELECT * INTO found_one FROM result.feedback f
  WHERE f.association_id = who.association AND f.administration_id = in_administration AND f.code = in_code;
  IF adm.id IS NULL OR found_one.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'feedback.viewed', found_one.id, '{}');
  outcome := 'ok';
  doc := jsonb_build_object('id', adm.id, 'title', adm.title, 'feedback', found_one.id, 'code', found_one.code,
    'version', found_one.version, 'state', found_one.state, 'is', jsonb_build_object(found_one.state, true),
    'text', (SELECT encode(t.sealed, 'hex') FROM result.feedback_text t
             WHERE t.association_id = who.association AND t.feedback_id = found_one.id AND t.version = found_one.version),
    'next', (SELECT min(f.code) FROM result.feedback f WHERE f.association_id = who.association
             AND f.administration_id = in_administration AND f.state = 'proposed' AND f.code <> in_code),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('account', a.id, 'sealed', encode(a.sealed, 'hex'))), '[]')
               FROM staff.appointment p JOIN staff.account a ON a.id = p.account_id
               WHERE p.association_id = who.association AND (p.rights | p.held_before) & 4 = 4));
END;
$$;
