-- The candidate accepts this version of the confidentiality text; twice is once.
-- outcome: done | signed_out | stale (the association has a newer text).
CREATE OR REPLACE FUNCTION candidate_api.accept(in_token_hash bytea, in_version int, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  newest int;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT max(t.version) INTO newest FROM staff.confidentiality_text t WHERE t.association_id = l.association_id;
  IF in_version IS DISTINCT FROM newest THEN
    outcome := 'stale';
    RETURN;
  END IF;
  INSERT INTO work.acceptance (association_id, registration_id, text_version, accepted_at)
  VALUES (l.association_id, l.registration_id, newest, service.now_utc()) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    PERFORM audit.append(l.association_id, 'candidate', l.registration_id, 'confidentiality.accepted', l.registration_id,
                         jsonb_build_object('version', newest));
  END IF;
END;
$$;
