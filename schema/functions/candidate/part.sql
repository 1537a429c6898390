-- The session of a part for a page. in_ref: the question that the page shows, NULL for pages that show none; it becomes
-- seen. taken_over: another device has the exam. own_break: the candidate stopped the clock and may go on; break_left_s: what is
-- left of the breaks that were granted. epoch: of this login. Asking for a second question starts a clock that stands: only the first page of questions is free.
-- outcome: done | signed_out | not_registered | not_opened | over (never started, and the window has ended).
CREATE OR REPLACE FUNCTION candidate_api.part(
  in_token_hash bytea, in_part int, in_at timestamptz, in_ref text,
  OUT outcome text, OUT session_id uuid, OUT form_id uuid, OUT order_seed bytea, OUT state text, OUT grace_s int,
  OUT entitled_s int, OUT deadline timestamptz, OUT moment timestamptz, OUT entries text, OUT deadline_text text,
  OUT handed_in_text text, OUT closed_text text, OUT paused_at timestamptz, OUT own_break boolean, OUT break_left_s int,
  OUT taken_over boolean, OUT version bigint, OUT epoch int, OUT next_sequence bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
  zone text;
  ends timestamptz;
  second_question boolean;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, false);
  outcome := s.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT a.zone, w.closes_at INTO STRICT zone, ends
  FROM work.registration r
  CROSS JOIN LATERAL work.window_of(r.association_id, r.id, in_part) w
  JOIN staff.association a ON a.id = r.association_id
  WHERE r.association_id = s.association_id AND r.id = s.registration_id;
  IF s.state = 'opened' THEN
    IF s.moment > ends THEN
      outcome := 'over';
      RETURN;
    END IF;
    SELECT EXISTS (SELECT FROM work.item_mark m WHERE m.association_id = s.association_id AND m.session_id = s.session_id
                   AND m.ref <> in_ref) INTO second_question;
    IF second_question THEN
      SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, true);
    END IF;
  END IF;
  IF in_ref IS NOT NULL AND s.state <> 'closed' AND s.newest THEN
    INSERT INTO work.item_mark (association_id, session_id, ref) VALUES (s.association_id, s.session_id, in_ref)
    ON CONFLICT DO NOTHING;
  END IF;
  session_id := s.session_id;
  form_id := s.form_id;
  order_seed := s.order_seed;
  state := s.state;
  grace_s := s.grace_s;
  entitled_s := s.entitled_s;
  deadline := s.deadline;
  moment := s.moment;
  entries := work.ledger(s.association_id, s.registration_id, in_part, s.session_id);
  paused_at := s.paused_at;
  own_break := coalesce(s.paused_by = 'candidate', false);
  break_left_s := work.break_left_s(s.association_id, s.session_id);
  taken_over := NOT s.newest;
  version := s.version;
  epoch := s.epoch;
  deadline_text := coalesce(to_char(s.deadline AT TIME ZONE zone, 'FMHH12:MI AM') || ' (' || zone || ')', '');
  handed_in_text := coalesce(to_char(s.handed_in_at AT TIME ZONE zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' (' || zone || ')', '');
  closed_text := coalesce(to_char(s.closed_at AT TIME ZONE zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' (' || zone || ')', '');
  SELECT coalesce(max(v.sequence), 0) + 1 INTO next_sequence FROM work.save v
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.epoch = s.epoch;
END;
$$;
