-- A clock that stands goes on at that instant, and the ledger gets what the pause took. All pauses of a session together are
-- rounded up to whole seconds once, so nobody loses by them and nobody gains more than a second.
-- outcome: done | not_paused.
CREATE OR REPLACE FUNCTION work.resume(in_association uuid, in_session uuid, in_reason text, in_author uuid, in_at timestamptz,
                                       OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
  paused bigint;
  seconds int;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x
  WHERE x.association_id = in_association AND x.id = in_session FOR NO KEY UPDATE;
  IF s.paused_at IS NULL THEN
    outcome := 'not_paused';
    RETURN;
  END IF;
  paused := s.paused_us + greatest(0, extract(epoch FROM in_at - s.paused_at) * 1000000)::bigint;
  seconds := (paused + 999999) / 1000000 - (s.paused_us + 999999) / 1000000;
  UPDATE work.session AS x SET paused_at = NULL, paused_by = NULL, paused_us = paused,
    going_since = greatest(in_at, s.paused_at)
  WHERE x.association_id = in_association AND x.id = in_session;
  IF seconds > 0 THEN
    PERFORM work.add_entry(in_association, in_session, 'pause', seconds, in_reason, in_author, in_at);
  END IF;
  outcome := 'done';
END;
$$;
