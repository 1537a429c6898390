-- The candidate's own notes on a question: flagged, options struck out. in_struck NULL: leave them.
-- outcome: done | signed_out | not_registered | not_opened | over | closed | late |
-- taken_over (another device has the exam).
CREATE OR REPLACE FUNCTION candidate_api.mark(in_token_hash bytea, in_part int, in_at timestamptz, in_ref text,
                                              in_flagged boolean, in_struck text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
  outcome := s.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  IF s.state = 'closed' OR NOT work.in_time(s.moment, s.deadline, s.grace_s, s.paused_at) THEN
    outcome := CASE WHEN s.handed_in_at IS NOT NULL THEN 'closed' ELSE 'late' END;
    RETURN;
  END IF;
  IF NOT s.newest THEN
    outcome := 'taken_over';
    RETURN;
  END IF;
  INSERT INTO work.item_mark AS m (association_id, session_id, ref, flagged, struck)
  VALUES (s.association_id, s.session_id, in_ref, in_flagged, coalesce(in_struck, ''))
  ON CONFLICT (association_id, session_id, ref)
  DO UPDATE SET flagged = in_flagged, struck = coalesce(in_struck, m.struck);
END;
$$;
