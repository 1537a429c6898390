-- Takes in an emergency file, unopened, for the registrar to open. The same file again is the same row; one that could not be
-- opened is tried again then. outcome: ok | not_allowed | not_found | bad_field (its session is none of this administration).
CREATE OR REPLACE FUNCTION coordination_api.add_rescue(
  in_token bytea, in_administration uuid, in_rescue uuid, in_session uuid, in_public_key bytea, in_nonce bytea, in_sealed bytea,
  in_digest bytea, in_reason text, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  sat_part int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  SELECT s.part INTO sat_part FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  WHERE s.association_id = who.association AND s.id = in_session AND r.administration_id = in_administration;
  IF sat_part IS NULL THEN
    outcome := 'bad_field';
    RETURN;
  END IF;
  outcome := 'ok';
  INSERT INTO work.rescue AS x (association_id, id, session_id, public_key, nonce, sealed, digest, uploaded_by, uploaded_at, reason)
  VALUES (who.association, in_rescue, in_session, in_public_key, in_nonce, in_sealed, in_digest, who.account,
          service.arrival(in_at), in_reason)
  ON CONFLICT (association_id, digest) DO UPDATE
    SET state = 'waiting', why = '', opened_at = NULL, uploaded_by = excluded.uploaded_by, uploaded_at = excluded.uploaded_at,
        reason = excluded.reason
    WHERE x.state = 'refused';
  IF FOUND THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'rescue.uploaded', in_administration,
                         jsonb_build_object('session', in_session, 'part', sat_part));
  END IF;
END;
$$;
