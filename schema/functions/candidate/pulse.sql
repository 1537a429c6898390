-- The page of a part says how much its device alone holds, and since when. Of one login the newest word stands; it moves no clock
-- but one that a rule says runs (settle). outcome: done | signed_out | not_registered | not_opened | over.
CREATE OR REPLACE FUNCTION candidate_api.pulse(
  in_token_hash bytea, in_part int, in_at timestamptz, in_unsent int, in_characters int, in_waiting_s int, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, false);
  outcome := s.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  INSERT INTO work.pulse AS p (association_id, session_id, epoch, measured, unsent, characters, waiting_since)
  VALUES (s.association_id, s.session_id, s.epoch, in_at, in_unsent, in_characters,
          CASE WHEN in_unsent > 0 THEN in_at - make_interval(secs => in_waiting_s) END)
  ON CONFLICT (association_id, session_id, epoch) DO UPDATE
    SET measured = excluded.measured, unsent = excluded.unsent, characters = excluded.characters,
        waiting_since = excluded.waiting_since
    WHERE excluded.measured >= p.measured;
END;
$$;
