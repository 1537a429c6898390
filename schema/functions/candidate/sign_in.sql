-- The code on the slip opens a login. Called again with the same token it is the same login. A candidate may sign in when
-- the exam is over, to see the results. outcome: done | refused.
CREATE OR REPLACE FUNCTION candidate_api.sign_in(in_token_hash bytea, in_code_hash bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  association uuid;
  registration uuid;
  next_epoch int;
BEGIN
  SELECT r.association_id, r.id INTO association, registration
  FROM work.registration r WHERE r.slip_hash = in_code_hash AND r.withdrawn_at IS NULL;
  IF NOT FOUND THEN
    outcome := 'refused';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('candidate sign-in ' || registration::text, 0));
  outcome := 'done';
  PERFORM 1 FROM work.login l WHERE l.token_hash = in_token_hash AND l.registration_id = registration;
  IF FOUND THEN
    RETURN;
  END IF;
  SELECT coalesce(max(l.epoch), 0) + 1 INTO next_epoch
  FROM work.login l WHERE l.association_id = association AND l.registration_id = registration;
  INSERT INTO work.login (token_hash, association_id, registration_id, epoch, made_at)
  VALUES (in_token_hash, association, registration, next_epoch, service.now_utc());
  PERFORM audit.append(association, 'candidate', registration, 'candidate.signed_in', registration,
                       jsonb_build_object('epoch', next_epoch));
END;
$$;
