-- The account behind a living login of the review desk that still reviews for somebody; NULL: there is none. In plpgsql because
-- each request asks twice: it keeps its plan, a function in SQL is planned at each call.
CREATE OR REPLACE FUNCTION review_api.a_reviewer(in_token_hash bytea) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT l.account_id
  FROM staff.login l, LATERAL (SELECT service.now_utc() AS moment) t
  WHERE l.token_hash = in_token_hash AND l.desk = 'review' AND l.ended_at IS NULL
    AND l.made_at > t.moment - interval '12 hours' AND l.seen_at > t.moment - interval '60 minutes'
    AND EXISTS (SELECT FROM staff.appointment p WHERE p.account_id = l.account_id AND p.rights & 4 = 4));
END;
$$;
