-- A reviewer says whom or which place they must not score. The answer is the same whatever it concerns: nothing here looks at a
-- packet, the registrar does. outcome: declared | too_many (200 at most) | none.
CREATE OR REPLACE FUNCTION review_api.declare(in_token_hash bytea, in_id uuid, in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid := review_api.a_reviewer(in_token_hash);
  association uuid;
BEGIN
  outcome := CASE WHEN account IS NULL THEN 'none'
                  WHEN (SELECT count(*) FROM review.conflict c WHERE c.account_id = account) >= 200 THEN 'too_many' ELSE 'declared' END;
  IF outcome <> 'declared' THEN
    RETURN;
  END IF;
  INSERT INTO review.conflict (id, account_id, sealed) VALUES (in_id, account, in_sealed);
  FOR association IN
    SELECT p.association_id FROM staff.appointment p WHERE p.account_id = account AND p.rights & 4 = 4 ORDER BY p.association_id
  LOOP
    INSERT INTO staff.conflict_news (association_id) VALUES (association);
    PERFORM audit.append(association, 'staff', account, 'conflict.declared', account, '{}');
  END LOOP;
END;
$$;
