-- Gives up a revision that is being written: the review stays as it is locked. outcome: dropped | stale | not_revising | not_found.
CREATE OR REPLACE FUNCTION review_api.drop_revision(in_token_hash bytea, in_code text, in_version int, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  own record;
BEGIN
  SELECT a.association_id, a.id, a.version, a.state = 'locked' AND a.draft IS NOT NULL AS revising INTO own
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = review_api.a_reviewer(in_token_hash) AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN own.id IS NULL THEN 'not_found' WHEN NOT own.revising THEN 'not_revising'
                  WHEN own.version <> in_version THEN 'stale' ELSE 'dropped' END;
  -- The version goes on, so that no page of before is saved over what is locked.
  IF outcome = 'dropped' THEN
    UPDATE review.allocation a SET draft = NULL, version = in_version + 1 WHERE a.association_id = own.association_id AND a.id = own.id;
  END IF;
END;
$$;
