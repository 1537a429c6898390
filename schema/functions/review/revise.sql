-- Opens a revision of an own locked review. in_draft is what is locked with the reason for changing it, sealed for in_version + 1; the
-- locked review counts until the revision is locked. Practice is not revised: its agreed levels are known.
-- outcome: revising | already (it is being revised) | stale | closed | not_locked | paused | not_found.
CREATE OR REPLACE FUNCTION review_api.revise(in_token_hash bytea, in_code text, in_version int, in_draft bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  own record;
BEGIN
  SELECT a.association_id, a.id, a.state, a.version, a.released OR a.practice AS released, a.draft IS NOT NULL AS drafted, a.held INTO own
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = review_api.a_reviewer(in_token_hash) AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN own.state IS NULL THEN 'not_found' WHEN own.state <> 'locked' THEN 'not_locked' WHEN own.released THEN 'closed'
                  WHEN own.held <> '' THEN 'paused' WHEN own.drafted THEN 'already' WHEN own.version <> in_version THEN 'stale' ELSE 'revising' END;
  IF outcome = 'revising' THEN
    UPDATE review.allocation a SET draft = in_draft, version = in_version + 1 WHERE a.association_id = own.association_id AND a.id = own.id;
  END IF;
END;
$$;
