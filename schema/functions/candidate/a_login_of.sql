-- Whose login is it? A candidate's login lasts a day; the code on the slip makes a new one. outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.login_of(in_token_hash bytea, OUT outcome text, OUT association_id uuid,
                                                  OUT registration_id uuid, OUT epoch int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT l.association_id, l.registration_id, l.epoch
  INTO login_of.association_id, login_of.registration_id, login_of.epoch
  FROM work.login l
  JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id
  WHERE l.token_hash = in_token_hash AND l.ended_at IS NULL AND r.withdrawn_at IS NULL
    AND l.made_at > service.now_utc() - interval '24 hours';
  outcome := CASE WHEN FOUND THEN 'done' ELSE 'signed_out' END;
END;
$$;
