-- Time that the reader has spent on an own packet, open or being revised, without changing anything: seconds by page, which never get less.
-- outcome: spent | not_found.
CREATE OR REPLACE FUNCTION review_api.spend(in_token_hash bytea, in_code text, in_seconds int[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE review.allocation a SET seconds = review_api.a_longer(a.seconds, in_seconds)
  FROM staff.appointment p
  WHERE a.reviewer_id = review_api.a_reviewer(in_token_hash) AND a.code = in_code
    AND (a.state = 'open' OR (a.state = 'locked' AND a.draft IS NOT NULL AND NOT a.released))
    AND p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4;
  outcome := CASE WHEN FOUND THEN 'spent' ELSE 'not_found' END;
END;
$$;
