-- What the reviewer declared, in no order that means anything. No row: nothing. outcome: always conflict.
CREATE OR REPLACE FUNCTION review_api.declared(in_token_hash bytea) RETURNS TABLE (outcome text, id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'conflict', c.id, c.sealed FROM review.conflict c WHERE c.account_id = review_api.a_reviewer(in_token_hash) ORDER BY c.id;
$$;
