-- The candidate ends a break of their own. A pause that a coordinator made is not theirs to end.
-- outcome: done (also when the clock runs) | paused (a coordinator's) | taken_over | signed_out | not_registered | not_opened | over.
CREATE OR REPLACE FUNCTION candidate_api.end_break(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
  outcome := CASE WHEN s.outcome <> 'done' THEN s.outcome
                  WHEN NOT s.newest THEN 'taken_over'
                  WHEN s.paused_by = 'staff' THEN 'paused'
                  ELSE 'done' END;
  IF outcome = 'done' AND s.paused_at IS NOT NULL THEN
    PERFORM work.resume(s.association_id, s.session_id, 'break', NULL, s.moment);
    PERFORM audit.append(s.association_id, 'candidate', s.registration_id, 'session.resumed', s.session_id,
                         jsonb_build_object('part', in_part));
  END IF;
END;
$$;
