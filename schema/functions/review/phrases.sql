-- The reader's own phrases for the association that an own packet belongs to. outcome: always found, with id NULL when there are no
-- phrases; no row: the packet is not the reader's, or ended.
-- In plpgsql, which asks once who reads and keeps its plan: in SQL it is planned at each call, most of the time of a page.
CREATE OR REPLACE FUNCTION review_api.phrases(in_token_hash bytea, in_code text)
RETURNS TABLE (outcome text, id uuid, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  reader uuid := review_api.a_reviewer(in_token_hash);
BEGIN
  RETURN QUERY
  SELECT 'found', f.id, f.sealed
  FROM (SELECT reader AS account) r
  JOIN review.allocation a ON a.reviewer_id = r.account AND a.code = in_code AND a.state IN ('open', 'locked')
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = r.account AND p.rights & 4 = 4
  LEFT JOIN review.phrase f ON f.association_id = a.association_id AND f.reviewer_id = r.account;
END;
$$;
