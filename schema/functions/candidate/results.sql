-- What was published for this candidate, in its newest release. Before that there is one answer for every state of the
-- exam. outcome: done | signed_out | not_published.
CREATE OR REPLACE FUNCTION candidate_api.results(in_token_hash bytea, OUT outcome text, OUT registration_id uuid,
                                                 OUT number int, OUT sealed bytea, OUT released_text text,
                                                 OUT association_name text, OUT title text)
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
  registration_id := l.registration_id;
  SELECT e.number, o.sealed, to_char(e.released_at AT TIME ZONE a.zone, 'FMMonth FMDD, YYYY'), a.name, d.title
  INTO results.number, results.sealed, released_text, association_name, results.title
  FROM result.outcome o
  JOIN result.release e ON e.association_id = o.association_id AND e.id = o.release_id AND e.state = 'released'
  JOIN work.registration r ON r.association_id = o.association_id AND r.id = o.registration_id
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  JOIN staff.association a ON a.id = o.association_id
  WHERE o.association_id = l.association_id AND o.registration_id = l.registration_id
  ORDER BY e.number DESC LIMIT 1;
  IF NOT FOUND THEN
    outcome := 'not_published';
  END IF;
END;
$$;
