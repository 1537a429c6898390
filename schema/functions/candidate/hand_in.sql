-- The candidate hands the part in: one change of state, however often it is asked.
-- outcome: done (handed in, now or before) | late (the time was over before) | paused (the clock stands: nothing ends now) |
-- taken_over (another device has the exam) | signed_out | not_registered | not_opened | over.
CREATE OR REPLACE FUNCTION candidate_api.hand_in(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
  outcome := s.outcome;
  IF outcome <> 'done' OR s.handed_in_at IS NOT NULL THEN
    RETURN;
  END IF;
  IF s.state = 'closed' OR NOT work.in_time(s.moment, s.deadline, s.grace_s, s.paused_at) THEN
    outcome := 'late';
    RETURN;
  END IF;
  IF s.paused_at IS NOT NULL OR NOT s.newest THEN
    outcome := CASE WHEN s.newest THEN 'paused' ELSE 'taken_over' END;
    RETURN;
  END IF;
  UPDATE work.session AS x SET state = 'closed', handed_in_at = s.moment, closed_at = s.moment
  WHERE x.association_id = s.association_id AND x.id = s.session_id AND x.state = 'running';
  PERFORM audit.append(s.association_id, 'candidate', s.registration_id, 'session.handed_in', s.session_id,
                       jsonb_build_object('part', in_part));
END;
$$;
