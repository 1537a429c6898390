-- One answer: appended, never changed. The same save_id again gives the same reply and no second row. Without a sequence it
-- gets the next of this login. What arrived too late is kept and marked; what arrived in time counts even when a slow
-- database has let the session be closed at its deadline meanwhile (the registrar folds again). After hand-in nothing is
-- taken. What a device sends that another has taken over from is taken too, under its own login, which a newer one's answers
-- outrank. A candidate's own break is no time to answer in: what comes later than the grace after it began is late, until it is
-- used up, whether the registrar has seen to that or not.
-- paused_at: the clock stands since then. outcome: saved | late | closed | stale (that sequence is another save's; revision
-- tells the highest so far) | signed_out | not_registered | not_opened | over | unknown_ref.
CREATE OR REPLACE FUNCTION candidate_api.save(
  in_token_hash bytea, in_part int, in_at timestamptz, in_save_id uuid, in_sequence bigint, in_ref text, in_sealed bytea,
  OUT outcome text, OUT revision bigint, OUT deadline timestamptz, OUT paused_at timestamptz,
  OUT moment timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
  known record;
  highest bigint;
  rest interval;  -- what was left of the granted breaks when the one that lasts began
  is_late boolean;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
  outcome := s.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  deadline := least(s.deadline, s.closed_at);  -- nothing is left of a session that has closed
  paused_at := s.paused_at;
  moment := s.moment;
  SELECT v.sequence, v.late INTO known FROM work.save v
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.save_id = in_save_id;
  IF FOUND THEN
    outcome := CASE WHEN known.late THEN 'late' ELSE 'saved' END;
    revision := known.sequence;
    RETURN;
  END IF;
  IF s.handed_in_at IS NOT NULL THEN
    outcome := 'closed';
    RETURN;
  END IF;
  outcome := candidate_api.ref_fits(in_token_hash, in_part, s.form_id, in_ref);
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT coalesce(max(v.sequence), 0) INTO highest FROM work.save v
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.epoch = s.epoch;
  revision := coalesce(in_sequence, highest + 1);
  rest := CASE WHEN s.paused_by = 'candidate' THEN make_interval(secs => work.break_left_s(s.association_id, s.session_id)) END;
  is_late := NOT CASE WHEN rest IS NULL THEN work.in_time(s.moment, s.deadline, s.grace_s, s.paused_at)
                      WHEN s.moment < s.paused_at + rest THEN work.in_time(s.moment, least(s.paused_at, s.deadline), s.grace_s, NULL)
                      ELSE work.in_time(s.moment, s.deadline + rest, s.grace_s, NULL) END;
  INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late)
  VALUES (s.association_id, s.session_id, s.epoch, revision, in_save_id, in_ref, in_sealed, s.moment, is_late)
  ON CONFLICT (association_id, session_id, epoch, sequence) DO NOTHING;
  IF NOT FOUND THEN
    outcome := 'stale';
    revision := highest;
    RETURN;
  END IF;
  outcome := CASE WHEN is_late THEN 'late' ELSE 'saved' END;
END;
$$;
