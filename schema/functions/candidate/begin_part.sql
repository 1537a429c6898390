-- The page says that it shows the first questions: the clock starts now, unless the page had been delivered more than ten
-- seconds before; then it started at delivery. Starting twice is starting once.
-- outcome: done | signed_out | not_registered | not_opened | over (the window ended before the first question was asked).
CREATE OR REPLACE FUNCTION candidate_api.begin_part(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, false);
  outcome := s.outcome;
  IF outcome <> 'done' OR s.state <> 'opened' THEN
    RETURN;
  END IF;
  IF work.start(s.association_id, s.session_id, s.moment) THEN
    PERFORM audit.append(s.association_id, 'candidate', s.registration_id, 'session.started', s.session_id,
                         jsonb_build_object('part', in_part));
  END IF;
END;
$$;
