-- What the review desk's functions may touch: packets and allocations, and of staff what a sign-in needs. Nothing about
-- candidates, their responses before masking, other subjects or the links between them. Of an allocation not the seat
-- (who is third, whose review counts) nor when it was touched, of a packet not the administration, the state or who is barred.
REVOKE ALL ON ALL TABLES IN SCHEMA service, audit, staff, identity, bank, bank_key, work, intake, review, bridge, result FROM review_owner;
REVOKE ALL ON SCHEMA staff, identity, bank, bank_key, work, intake, review, bridge, result FROM review_owner;
GRANT USAGE ON SCHEMA staff, review TO review_owner;

GRANT SELECT (association_id, id, category, pages, criteria, top_level, sealed, version, vignettes, places) ON review.packet TO review_owner;
GRANT SELECT (association_id, id, packet_id, reviewer_id, code, order_key, state, version, draft, draft_key, sealed, revision,
              commitment, released, scored, seconds, practice, looked, held) ON review.allocation TO review_owner;
GRANT UPDATE (state, version, draft, sealed, commitment, locked_at, touched_at, revision, scored, seconds, looked)
  ON review.allocation TO review_owner;
GRANT INSERT ON review.seal TO review_owner;
-- How far off a practice review was, once it is locked. Nothing about control packets, nor why somebody pauses.
GRANT SELECT ON review.comparison TO review_owner;
GRANT SELECT, INSERT, DELETE ON review.phrase TO review_owner;
-- What reviewers declare; that there is news goes to the registrar, what came of it does not come back.
GRANT SELECT, INSERT ON review.conflict TO review_owner;
GRANT INSERT (association_id) ON staff.conflict_news TO review_owner;

-- A packet goes back with a reason; what comes of it is not seen here.
GRANT UPDATE (remasking) ON review.packet TO review_owner;
GRANT INSERT (association_id, id, packet_id, allocation_id, sealed) ON review.give_back TO review_owner;

GRANT SELECT (id, email_hash, password), UPDATE (password) ON staff.account TO review_owner;
GRANT SELECT (association_id, account_id, rights) ON staff.appointment TO review_owner;
GRANT SELECT (id, name) ON staff.association TO review_owner;
GRANT SELECT (code_hash, account_id, expires_at, used_at), UPDATE (used_at) ON staff.one_time_code TO review_owner;
GRANT SELECT (token_hash, desk, account_id, association_id, made_at, seen_at, ended_at),
      INSERT (token_hash, desk, account_id, association_id, made_at, seen_at),
      UPDATE (seen_at, ended_at) ON staff.login TO review_owner;
GRANT SELECT, INSERT, DELETE ON staff.failed_try TO review_owner;
