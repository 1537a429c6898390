-- The last byte of the first page of questions has left. Only the first delivery counts.
-- outcome: done | signed_out | not_registered | not_opened | over.
CREATE OR REPLACE FUNCTION candidate_api.delivered_part(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, false);
  outcome := s.outcome;
  IF outcome = 'done' AND s.state = 'opened' THEN
    UPDATE work.session AS x SET delivered_at = s.moment
    WHERE x.association_id = s.association_id AND x.id = s.session_id AND x.state = 'opened' AND x.delivered_at IS NULL;
  END IF;
END;
$$;
