-- Makes the session of a part, once: order of the items, time owed, grace. The clock still stands.
-- outcome: done (also when it was open already) | signed_out | not_registered | no_appointment | not_open | over | not_accepted |
-- part1_first | no_form | closed.
CREATE OR REPLACE FUNCTION candidate_api.open_part(in_token_hash bytea, in_part int, in_at timestamptz, in_attempt uuid,
                                                   in_session uuid, in_order_seed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s record;
  own record;
  form uuid;
  attempt uuid;
BEGIN
  SELECT * INTO s FROM candidate_api.settle(in_token_hash, in_part, in_at, false);
  outcome := CASE WHEN s.outcome = 'done' AND s.state = 'closed' THEN 'closed' ELSE s.outcome END;
  IF outcome <> 'not_opened' THEN
    RETURN;
  END IF;
  PERFORM work.hold_registration(s.association_id, s.registration_id);
  outcome := candidate_api.may_open(in_token_hash, in_part, in_at);
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT r.track, r.category, r.administration_id, d.grace_s, work.owed_s(r.association_id, r.id, in_part) AS owed_s
  INTO STRICT own
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  WHERE r.association_id = s.association_id AND r.id = s.registration_id;
  SELECT f.form_id INTO form FROM work.administration_form f
  WHERE f.association_id = s.association_id AND f.administration_id = own.administration_id AND f.part = in_part
    AND f.track = own.track AND f.category = own.category;
  IF NOT FOUND THEN
    outcome := 'no_form';
    RETURN;
  END IF;
  INSERT INTO work.attempt (association_id, id, registration_id, opened_at)
  VALUES (s.association_id, in_attempt, s.registration_id, s.moment) ON CONFLICT (association_id, registration_id) DO NOTHING;
  SELECT t.id INTO STRICT attempt FROM work.attempt t
  WHERE t.association_id = s.association_id AND t.registration_id = s.registration_id;
  WITH session AS (
    INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, opened_at)
    VALUES (s.association_id, in_session, attempt, in_part, form, in_order_seed, 'opened', own.owed_s,
            own.grace_s, s.moment)
    ON CONFLICT (association_id, attempt_id, part) DO NOTHING
    RETURNING id
  )
  INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at)
  SELECT s.association_id, x.id, o.number, o.kind, o.minutes * 60,
         CASE o.kind WHEN 'base' THEN 'administration' ELSE 'accommodation' END, s.moment
  FROM session x
  CROSS JOIN work.owed(s.association_id, s.registration_id, in_part) WITH ORDINALITY AS o (kind, minutes, number);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM audit.append(s.association_id, 'candidate', s.registration_id, 'session.opened', in_session,
                       jsonb_build_object('part', in_part, 'entitled_s', own.owed_s));
END;
$$;
