-- The candidate's session of a part as it is: asks nothing of its clock, so it starts none.
-- outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.session_of(
  in_token_hash bytea, in_part int,
  OUT outcome text, OUT association_id uuid, OUT registration_id uuid, OUT session_id uuid, OUT state text, OUT zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  sits boolean;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  association_id := l.association_id;
  registration_id := l.registration_id;
  SELECT in_part = ANY (r.parts), a.zone, s.id, s.state INTO STRICT sits, zone, session_id, state
  FROM work.registration r
  JOIN staff.association a ON a.id = r.association_id
  LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = in_part
  WHERE r.association_id = l.association_id AND r.id = l.registration_id;
  outcome := CASE WHEN session_id IS NOT NULL THEN 'done' WHEN sits THEN 'not_opened' ELSE 'not_registered' END;
END;
$$;
