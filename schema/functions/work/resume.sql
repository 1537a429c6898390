-- A clock that stands goes on at that instant, and the ledger gets what the pause took. All pauses of a session together are
-- rounded up to whole seconds once, so nobody loses by them and nobody gains more than a second. A candidate's own break stays one,
-- whoever ends it: it counts against the breaks that were granted, and went on at the latest when they were used up.
-- outcome: done | not_paused.
CREATE OR REPLACE FUNCTION work.resume(in_association uuid, in_session uuid, in_reason text, in_author uuid, in_at timestamptz,
                                       OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
  goes_on timestamptz := in_at;
  why text := in_reason;
  paused bigint;
  seconds int;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF s.paused_at IS NULL THEN
    outcome := 'not_paused';
    RETURN;
  END IF;
  IF s.paused_by = 'candidate' THEN
    goes_on := least(in_at, s.paused_at + make_interval(secs => work.break_left_s(in_association, in_session)));
    why := 'break';
  END IF;
  paused := s.paused_us + greatest(0, extract(epoch FROM goes_on - s.paused_at) * 1000000)::bigint;
  seconds := (paused + 999999) / 1000000 - (s.paused_us + 999999) / 1000000;
  UPDATE work.session AS x SET paused_at = NULL, paused_by = NULL, paused_us = paused,
    going_since = greatest(goes_on, s.paused_at)
  WHERE x.association_id = in_association AND x.id = in_session;
  IF seconds > 0 THEN
    PERFORM work.add_entry(in_association, in_session, 'pause', seconds, why, in_author, goes_on);
  END IF;
  outcome := 'done';
END;
$$;
