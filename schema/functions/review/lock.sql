-- Seals an own review: the first, or a revision of one that is locked. in_sealed is sealed for version in_revision. The draft is
-- dropped: the sealed review holds all of it. in_reason: the digest of the reason, NULL for the first. The commitment that a revision
-- follows is taken here from what is stored, which is what in_signature was made over as long as in_version fits.
-- outcome: locked | already | stale | closed (no revision is taken any more) | paused | practice_first | not_found.
CREATE OR REPLACE FUNCTION review_api.lock(
  in_token_hash bytea, in_code text, in_version int, in_revision int, in_sealed bytea, in_commitment bytea, in_reason bytea,
  in_signature bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid := review_api.a_reviewer(in_token_hash);
  moment timestamptz := service.now_utc();
  own record;
BEGIN
  SELECT a.association_id, a.id, a.state, a.version, a.revision, a.commitment, a.released, a.draft IS NOT NULL AS drafted, a.held INTO own
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = account AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN own.state IS NULL THEN 'not_found' WHEN own.state = 'locked' AND NOT own.drafted THEN 'already'
                  WHEN own.released AND own.revision > 0 THEN 'closed'
                  WHEN own.held = 'paused' THEN 'paused' WHEN own.held <> '' THEN 'practice_first'
                  WHEN own.version <> in_version OR own.revision + 1 <> in_revision THEN 'stale' ELSE 'locked' END;
  IF outcome <> 'locked' THEN
    RETURN;
  END IF;
  INSERT INTO review.seal (association_id, allocation_id, revision, sealed, commitment, previous, reason, signature, at)
  VALUES (own.association_id, own.id, in_revision, in_sealed, in_commitment, own.commitment, in_reason, in_signature, moment);
  UPDATE review.allocation a
  SET state = 'locked', revision = in_revision, sealed = in_sealed, commitment = in_commitment, locked_at = moment, touched_at = moment,
      draft = NULL
  WHERE a.association_id = own.association_id AND a.id = own.id;
  PERFORM audit.append(own.association_id, 'staff', account, CASE WHEN in_revision = 1 THEN 'review.locked' ELSE 'review.revised' END,
                       own.id, jsonb_build_object('revision', in_revision, 'commitment', encode(in_commitment, 'hex')));
END;
$$;
