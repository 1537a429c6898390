-- The candidate stops the clock for a break that was granted; it goes on when they say so, or when the breaks are used up (the
-- registrar sees to it). Twice is once. outcome: done | no_break (none was granted, or none is left) | late | closed | taken_over |
-- signed_out | not_registered | not_opened | over.
CREATE OR REPLACE FUNCTION candidate_api.take_break(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
  outcome := CASE WHEN s.outcome <> 'done' THEN s.outcome
                  WHEN s.handed_in_at IS NOT NULL THEN 'closed'
                  WHEN NOT s.newest THEN 'taken_over'
                  WHEN s.paused_at IS NOT NULL THEN 'already'
                  WHEN work.break_left_s(s.association_id, s.session_id) = 0 THEN 'no_break'
                  WHEN work.pause(s.association_id, s.session_id, 'candidate', s.moment) <> 'done' THEN 'late'
                  ELSE 'done' END;
  IF outcome = 'done' THEN
    PERFORM audit.append(s.association_id, 'candidate', s.registration_id, 'session.paused', s.session_id,
                         jsonb_build_object('part', in_part));
  ELSIF outcome = 'already' THEN
    outcome := 'done';
  END IF;
END;
$$;
