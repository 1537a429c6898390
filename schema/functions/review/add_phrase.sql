-- Keeps a phrase of the reader for the association that an own packet belongs to, up to 100 of them.
-- outcome: added | too_many | not_found.
CREATE OR REPLACE FUNCTION review_api.add_phrase(in_token_hash bytea, in_code text, in_id uuid, in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid := review_api.a_reviewer(in_token_hash);
  found_association uuid;
BEGIN
  SELECT a.association_id INTO found_association
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = account AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN found_association IS NULL THEN 'not_found'
                  WHEN (SELECT count(*) FROM review.phrase f
                        WHERE f.association_id = found_association AND f.reviewer_id = account) >= 100 THEN 'too_many'
                  ELSE 'added' END;
  IF outcome = 'added' THEN
    INSERT INTO review.phrase (association_id, id, reviewer_id, sealed) VALUES (found_association, in_id, account, in_sealed);
  END IF;
END;
$$;
