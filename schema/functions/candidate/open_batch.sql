-- candidate_api.open_part for many, in one transaction: the arrays are of one length, an element of each for one candidate. Only what is
-- plain is done: a login of today, a part of theirs that they may open (candidate_api.may_open) and have not, and a registration that
-- nobody else holds just now. For each there is a row; every other is decided by open_part on its own.
-- in_times: arrival, without a demo's shift. outcome: done. place: from 1.
CREATE OR REPLACE FUNCTION candidate_api.open_batch(in_token_hashes bytea[], in_parts int[], in_times timestamptz[],
                                                    in_attempts uuid[], in_sessions uuid[], in_order_seeds bytea[])
RETURNS TABLE (outcome text, place int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  shift interval := service.arrival('epoch') - 'epoch';
  since timestamptz := service.now_utc() - interval '24 hours';
  places bigint[];
  associations uuid[];
  registrations uuid[];
  held bigint[];
  opening record;
  made record;
BEGIN
  SELECT array_agg(i.place), array_agg(l.association_id), array_agg(l.registration_id) INTO places, associations, registrations
  FROM unnest(in_token_hashes) WITH ORDINALITY AS i (token_hash, place)
  JOIN work.login l ON l.token_hash = i.token_hash AND l.ended_at IS NULL AND l.made_at > since;
  SELECT array_agg(places[h]) INTO held FROM work.hold_registrations(associations, registrations) h;
  -- What is decided about a candidate's time is seen from here on, and nothing more is decided.
  SELECT array_agg(l.association_id) AS associations, array_agg(l.registration_id) AS registrations, array_agg(i.part) AS parts,
         array_agg(i.at + shift) AS moments, array_agg(coalesce(t.id, in_attempts[i.place])) AS attempts,
         array_agg(in_sessions[i.place]) AS sessions, array_agg(in_order_seeds[i.place]) AS seeds, array_agg(f.form_id) AS forms,
         array_agg(d.grace_s) AS graces, array_agg(i.place) AS places, array_agg(o.seconds) AS seconds, array_agg(o.sole) AS soles
  INTO opening
  FROM (SELECT h AS place, in_token_hashes[h] AS token_hash, in_parts[h] AS part, in_times[h] AS at FROM unnest(held) h) i
  JOIN work.login l ON l.token_hash = i.token_hash AND l.ended_at IS NULL
  JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id
    AND r.withdrawn_at IS NULL AND i.part = ANY (r.parts)
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  JOIN work.administration_form f ON f.association_id = r.association_id AND f.administration_id = r.administration_id
    AND f.part = i.part AND f.track = r.track AND f.category = r.category
  LEFT JOIN LATERAL (SELECT x.* FROM work.attempt x WHERE x.registration_id = r.id OFFSET 0) t
    ON t.association_id = r.association_id
  CROSS JOIN LATERAL work.window_of(r.association_id, r.id, i.part) w
  -- Most have but one entry in their ledger, and it need not be asked for again.
  CROSS JOIN LATERAL (SELECT sum(x.minutes)::int * 60 AS seconds, CASE count(*) WHEN 1 THEN min(x.kind) END AS sole
                      FROM work.owed(r.association_id, r.id, i.part) x) o
  WHERE i.at + shift BETWEEN w.opens_at AND w.closes_at
    AND NOT work.lacks_appointment(r.association_id, r.id, i.part)
    -- Each a look-up for its row, by what tells rows apart; as EXISTS they would become joins, and those read whole tables.
    AND (SELECT count(*) FROM work.session s
         WHERE s.attempt_id = t.id AND s.part = i.part) = 0
    AND (SELECT count(*) FROM work.acceptance c
         WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.text_version =
           (SELECT max(x.version) FROM staff.confidentiality_text x WHERE x.association_id = r.association_id)) = 1
    AND (i.part = 1 OR 1 <> ALL (r.parts)
         OR (SELECT count(*) FROM work.session s
             WHERE s.attempt_id = t.id AND s.part = 1
               AND (s.state = 'closed' OR NOT work.in_time(i.at + shift, s.deadline, s.grace_s, s.paused_at))) = 1);
  INSERT INTO work.attempt (association_id, id, registration_id, opened_at)
  SELECT * FROM unnest(opening.associations, opening.attempts, opening.registrations, opening.moments)
  ON CONFLICT DO NOTHING;
  INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, opened_at)
  SELECT o.association, o.session, o.attempt, o.part, o.form, o.seed, 'opened', o.seconds, o.grace_s, o.moment
  FROM unnest(opening.associations, opening.sessions, opening.attempts, opening.parts, opening.forms, opening.seeds,
              opening.seconds, opening.graces, opening.moments)
    AS o (association, session, attempt, part, form, seed, seconds, grace_s, moment)
  ON CONFLICT DO NOTHING;
  INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at)
  SELECT s.association_id, s.id, w.number, w.kind, w.seconds,
         CASE w.kind WHEN 'base' THEN 'administration' ELSE 'accommodation' END, s.opened_at
  FROM unnest(opening.sessions, opening.soles) AS o (session, sole)
  JOIN work.session s ON s.id = o.session
  CROSS JOIN LATERAL (
    SELECT 1 AS number, o.sole AS kind, s.entitled_s AS seconds WHERE o.sole IS NOT NULL
    UNION ALL
    SELECT e.number, e.kind, e.minutes * 60
    FROM work.owed(s.association_id, s.registration_id, s.part) WITH ORDINALITY AS e (kind, minutes, number)
    WHERE o.sole IS NULL) w;
  FOR made IN
    SELECT s.association_id, array_agg(s.registration_id ORDER BY o.place) AS registrations,
           array_agg(s.id ORDER BY o.place) AS sessions,
           array_agg(jsonb_build_object('part', s.part, 'entitled_s', s.entitled_s) ORDER BY o.place) AS details
    FROM unnest(opening.sessions, opening.places) AS o (session, place)
    JOIN work.session s ON s.id = o.session
    GROUP BY s.association_id ORDER BY s.association_id
  LOOP
    PERFORM audit.append_many(made.association_id, 'candidate', made.registrations, 'session.opened', made.sessions, made.details);
  END LOOP;
  RETURN QUERY
  SELECT 'done', o.place::int FROM unnest(opening.sessions, opening.places) AS o (session, place)
  JOIN work.session s ON s.id = o.session;
END;
$$;
