-- Ends this login; a session goes on, its clock too. outcome: done, also for a token that nobody holds.
CREATE OR REPLACE FUNCTION candidate_api.sign_out(in_token_hash bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
BEGIN
  outcome := 'done';
  UPDATE work.login AS x SET ended_at = service.now_utc()
  WHERE x.token_hash = in_token_hash AND x.ended_at IS NULL
  RETURNING x.association_id, x.registration_id, x.epoch INTO l;
  IF FOUND THEN
    PERFORM audit.append(l.association_id, 'candidate', l.registration_id, 'candidate.signed_out', l.registration_id,
                         jsonb_build_object('epoch', l.epoch));
  END IF;
END;
$$;
