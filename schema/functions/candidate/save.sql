-- One answer: appended, never changed. The same save_id again gives the same reply and no second row. Without a sequence it
-- gets the next of its epoch. in_session, in_epoch: what the page that sends it belongs to; NULL: the login's. An epoch may be older than
-- the login's: what a device still held when somebody signed in again is taken under the login it was given in, which newer ones
-- outrank. What arrived too late is kept and marked; what arrived in time counts even when a slow
-- database has let the session be closed at its deadline meanwhile (the registrar folds again). After hand-in nothing is
-- taken. What a device sends that another has taken over from is taken too, under its own login, which a newer one's answers
-- outrank. A candidate's own break is no time to answer in: what comes later than the grace after it began is late, until it is
-- used up, whether the registrar has seen to that or not.
-- paused_at: the clock stands since then. batched: it was written with others, and its proof is found by candidate_api.saved.
-- epoch, arrived_at: of the row that stands. outcome: saved | late | closed | stale (that sequence is another save's; revision
-- tells the highest so far) | taken (that save_id is another answer's) | other_session (in_session is not the login's) | signed_out |
-- not_registered | not_opened | over | unknown_ref.
CREATE OR REPLACE FUNCTION candidate_api.save(
  in_token_hash bytea, in_part int, in_at timestamptz, in_session uuid, in_epoch int, in_save_id uuid, in_sequence bigint,
  in_ref text, in_sealed bytea, in_digest bytea,
  OUT outcome text, OUT revision bigint, OUT deadline timestamptz, OUT paused_at timestamptz,
  OUT moment timestamptz, OUT session_id uuid, OUT epoch int, OUT arrived_at timestamptz, OUT batched boolean)
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
  outcome := CASE WHEN s.outcome = 'done' AND (in_session <> s.session_id OR in_epoch > s.epoch) THEN 'other_session'
                  ELSE s.outcome END;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  deadline := least(s.deadline, s.closed_at);  -- nothing is left of a session that has closed
  paused_at := s.paused_at;
  moment := s.moment;
  session_id := s.session_id;
  epoch := coalesce(in_epoch, s.epoch);
  SELECT v.sequence, v.epoch, v.arrived_at, v.late, v.batch_id IS NOT NULL AS batched,
         v.ref = in_ref AND v.digest IS NOT DISTINCT FROM in_digest AS same
  INTO known FROM work.save v
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.save_id = in_save_id;
  IF FOUND THEN
    outcome := CASE WHEN NOT known.same THEN 'taken' WHEN known.late THEN 'late' ELSE 'saved' END;
    revision := known.sequence;
    epoch := known.epoch;
    arrived_at := known.arrived_at;
    batched := known.batched;
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
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.epoch = save.epoch;
  revision := coalesce(in_sequence, highest + 1);
  rest := CASE WHEN s.paused_by = 'candidate' THEN make_interval(secs => work.break_left_s(s.association_id, s.session_id)) END;
  is_late := NOT CASE WHEN rest IS NULL THEN work.in_time(s.moment, s.deadline, s.grace_s, s.paused_at)
                      WHEN s.moment < s.paused_at + rest THEN work.in_time(s.moment, least(s.paused_at, s.deadline), s.grace_s, NULL)
                      ELSE work.in_time(s.moment, s.deadline + rest, s.grace_s, NULL) END;
  INSERT INTO work.save AS v (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest)
  VALUES (s.association_id, s.session_id, save.epoch, revision, in_save_id, in_ref, in_sealed, s.moment, is_late, in_digest)
  ON CONFLICT ON CONSTRAINT save_pkey DO NOTHING;
  IF NOT FOUND THEN
    outcome := 'stale';
    revision := highest;
    RETURN;
  END IF;
  outcome := CASE WHEN is_late THEN 'late' ELSE 'saved' END;
  arrived_at := s.moment;
  batched := false;
END;
$$;
