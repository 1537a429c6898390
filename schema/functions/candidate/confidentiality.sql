-- The association's newest confidentiality text, and whether this candidate has accepted it.
-- outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.confidentiality(in_token_hash bytea, in_language text, OUT outcome text,
                                                         OUT version int, OUT body text, OUT accepted_text text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT t.version, t.body,
         coalesce(to_char(c.accepted_at AT TIME ZONE a.zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' (' || a.zone || ')', '')
  INTO STRICT confidentiality.version, confidentiality.body, confidentiality.accepted_text
  FROM staff.confidentiality_text t
  JOIN staff.association a ON a.id = t.association_id
  LEFT JOIN work.acceptance c ON c.association_id = t.association_id AND c.registration_id = l.registration_id
                             AND c.text_version = t.version
  WHERE t.association_id = l.association_id
  ORDER BY t.version DESC, t.language = in_language DESC LIMIT 1;
END;
$$;
