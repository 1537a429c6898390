-- The session of a part for a page. in_ref: the question that the page shows, NULL for pages that show none; it becomes
-- seen. Asking for a second question starts a clock that stands: only the first page of questions is free.
-- outcome: done | signed_out | not_registered | not_opened | over (never started, and the window has ended).
CREATE OR REPLACE FUNCTION candidate_api.part(
  in_token_hash bytea, in_part int, in_at timestamptz, in_ref text,
  OUT outcome text, OUT session_id uuid, OUT form_id uuid, OUT order_seed bytea, OUT state text, OUT grace_s int,
  OUT entitled_s int, OUT deadline timestamptz, OUT moment timestamptz, OUT entries text, OUT deadline_text text,
  OUT handed_in_text text, OUT closed_text text, OUT next_sequence bigint)
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
  SELECT a.zone, d.closes_at INTO STRICT zone, ends
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
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
  IF in_ref IS NOT NULL AND s.state <> 'closed' THEN
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
  SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'seconds', e.seconds) ORDER BY e.number)::text INTO entries
  FROM work.entitlement e WHERE e.association_id = s.association_id AND e.session_id = s.session_id;
  deadline_text := coalesce(to_char(s.deadline AT TIME ZONE zone, 'FMHH12:MI AM') || ' (' || zone || ')', '');
  handed_in_text := coalesce(to_char(s.handed_in_at AT TIME ZONE zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' (' || zone || ')', '');
  closed_text := coalesce(to_char(s.closed_at AT TIME ZONE zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' (' || zone || ')', '');
  SELECT coalesce(max(v.sequence), 0) + 1 INTO next_sequence FROM work.save v
  WHERE v.association_id = s.association_id AND v.session_id = s.session_id AND v.epoch = s.epoch;
END;
$$;
