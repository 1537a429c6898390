-- Seals an own review, once. in_sealed is sealed for version 1. The draft is dropped: the sealed review holds all of it.
-- outcome: locked | already | stale | not_found.
CREATE OR REPLACE FUNCTION review_api.lock(
  in_token_hash bytea, in_code text, in_version int, in_sealed bytea, in_commitment bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid := review_api.a_reviewer(in_token_hash);
  found_association uuid;
  found_id uuid;
  found_state text;
  found_version int;
BEGIN
  SELECT a.association_id, a.id, a.state, a.version INTO found_association, found_id, found_state, found_version
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = account AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN found_state IS NULL THEN 'not_found' WHEN found_state = 'locked' THEN 'already'
                  WHEN found_version <> in_version THEN 'stale' ELSE 'locked' END;
  IF outcome = 'locked' THEN
    UPDATE review.allocation a
    SET state = 'locked', sealed = in_sealed, commitment = in_commitment, locked_at = service.now_utc(),
        touched_at = service.now_utc(), draft = NULL
    WHERE a.association_id = found_association AND a.id = found_id;
    PERFORM audit.append(found_association, 'staff', account, 'review.locked', found_id,
                         jsonb_build_object('commitment', encode(in_commitment, 'hex')));
  END IF;
END;
$$;
