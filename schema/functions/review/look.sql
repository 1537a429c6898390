-- The reader has looked at how far off an own practice review was. What waited for it opens when the registrar has seen that.
-- outcome: looked (also before) | not_ready (nothing to look at yet) | not_found.
CREATE OR REPLACE FUNCTION review_api.look(in_token_hash bytea, in_code text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  own record;
BEGIN
  SELECT a.association_id, a.id, EXISTS (SELECT FROM review.comparison c WHERE c.association_id = a.association_id
                                         AND c.allocation_id = a.id) AS compared INTO own
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = review_api.a_reviewer(in_token_hash) AND a.code = in_code AND a.state IN ('open', 'locked') AND a.practice
  FOR UPDATE OF a;
  outcome := CASE WHEN own.id IS NULL THEN 'not_found' WHEN NOT own.compared THEN 'not_ready' ELSE 'looked' END;
  IF outcome = 'looked' THEN
    UPDATE review.allocation a SET looked = true WHERE a.association_id = own.association_id AND a.id = own.id;
  END IF;
END;
$$;
