-- Forgets an own phrase. outcome: dropped | not_found.
CREATE OR REPLACE FUNCTION review_api.drop_phrase(in_token_hash bytea, in_id uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM review.phrase f WHERE f.reviewer_id = review_api.a_reviewer(in_token_hash) AND f.id = in_id;
  outcome := CASE WHEN FOUND THEN 'dropped' ELSE 'not_found' END;
END;
$$;
