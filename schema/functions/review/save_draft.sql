-- Replaces the draft of an own packet that is open, or locked and being revised, when in_version is what is stored. in_draft is sealed
-- for in_version + 1. in_scored: levels given on each page; in_seconds: spent on each page, which never gets less.
-- outcome: saved | stale | locked | not_found.
CREATE OR REPLACE FUNCTION review_api.save_draft(in_token_hash bytea, in_code text, in_version int, in_draft bytea, in_scored int[],
                                                 in_seconds int[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  found_state text;
  found_version int;
  found_association uuid;
  found_id uuid;
  revising boolean;
BEGIN
  SELECT a.association_id, a.id, a.state, a.version, a.draft IS NOT NULL AND NOT a.released
  INTO found_association, found_id, found_state, found_version, revising
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = review_api.a_reviewer(in_token_hash) AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN found_state IS NULL THEN 'not_found' WHEN found_state = 'locked' AND NOT revising THEN 'locked'
                  WHEN found_version <> in_version THEN 'stale' ELSE 'saved' END;
  IF outcome = 'saved' THEN
    UPDATE review.allocation a
    SET draft = in_draft, version = in_version + 1, scored = in_scored, seconds = review_api.a_longer(a.seconds, in_seconds),
        touched_at = service.now_utc()
    WHERE a.association_id = found_association AND a.id = found_id;
  END IF;
END;
$$;
