-- Who holds this token, for the bar of every page. outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.who(in_token_hash bytea, OUT outcome text, OUT association_id uuid,
                                             OUT registration_id uuid, OUT person_id uuid, OUT sealed bytea,
                                             OUT association_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome = 'done' THEN
    SELECT l.association_id, l.registration_id, p.id, p.sealed, a.name
    INTO STRICT who.association_id, who.registration_id, who.person_id, who.sealed, who.association_name
    FROM work.registration r
    JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
    JOIN staff.association a ON a.id = r.association_id
    WHERE r.association_id = l.association_id AND r.id = l.registration_id;
  END IF;
END;
$$;
