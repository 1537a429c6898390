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
  places int[];
  associations uuid[];
  registrations uuid[];
  parts int[];
  opening record;
  opened int[];
  made record;
BEGIN
  SELECT array_agg(i.place), array_agg(l.association_id), array_agg(l.registration_id) INTO places, associations, registrations
  FROM unnest(in_token_hashes) WITH ORDINALITY AS i (token_hash, place)
  JOIN work.login l ON l.token_hash = i.token_hash AND l.ended_at IS NULL AND l.made_at > since;
  SELECT array_agg(places[h]), array_agg(associations[h]), array_agg(registrations[h]), array_agg(in_parts[places[h]])
  INTO places, associations, registrations, parts
  FROM work.hold_registrations(associations, registrations) h;
  -- What is decided about a candidate's time is seen from here on, and nothing more is decided.
  SELECT array_agg(i.association) AS associations, array_agg(i.registration) AS registrations, array_agg(i.part) AS parts,
         array_agg(i.moment) AS moments, array_agg(coalesce(t.id, in_attempts[i.asked])) AS attempts,
         array_agg(in_sessions[i.asked]) AS sessions, array_agg(in_order_seeds[i.asked]) AS seeds, array_agg(i.form_id) AS forms,
         array_agg(i.grace_s) AS graces, array_agg(i.asked) AS places,
         array_agg(i.base_s) AS base, array_agg(i.esl_s) AS esl, array_agg(i.other_s) AS other
  INTO opening
  FROM (SELECT w.*, places[w.place] AS asked, associations[w.place] AS association, registrations[w.place] AS registration,
               parts[w.place] AS part, in_times[places[w.place]] + shift AS moment
        FROM work.terms_many(associations, registrations, parts) w OFFSET 0) i
  JOIN work.login l ON l.token_hash = in_token_hashes[i.asked] AND l.ended_at IS NULL
  LEFT JOIN LATERAL (SELECT x.* FROM work.attempt x WHERE x.registration_id = i.registration OFFSET 0) t
    ON t.association_id = i.association
  WHERE i.moment BETWEEN i.opens_at AND i.closes_at AND NOT i.lacks_appointment
    -- Each a look-up for its row, by what tells rows apart; as EXISTS they would become joins, and those read whole tables.
    AND (SELECT count(*) FROM work.session s WHERE s.registration_id = i.registration AND s.part = i.part) = 0
    AND (SELECT count(*) FROM work.acceptance c
         WHERE c.association_id = i.association AND c.registration_id = i.registration AND c.text_version =
           (SELECT max(x.version) FROM staff.confidentiality_text x WHERE x.association_id = i.association)) = 1
    AND (i.part = 1
         OR NOT (SELECT 1 = ANY (r.parts) FROM work.registration r WHERE r.association_id = i.association AND r.id = i.registration)
         OR (SELECT count(*) FROM work.session s
             WHERE s.registration_id = i.registration AND s.part = 1
               AND (s.state = 'closed' OR NOT work.in_time(i.moment, s.deadline, s.grace_s, s.paused_at))) = 1);
  INSERT INTO work.attempt (association_id, id, registration_id, opened_at)
  SELECT * FROM unnest(opening.associations, opening.attempts, opening.registrations, opening.moments)
  ON CONFLICT DO NOTHING;
  -- Sessions and their ledgers at once, so that they add up when the statement ends (work.weigh_ledgers).
  WITH form AS MATERIALIZED (
    SELECT x.association, x.id, x.part, work.questions_of(x.association, x.id, x.part) AS questions
    FROM (SELECT DISTINCT u.* FROM unnest(opening.associations, opening.forms, opening.parts) AS u (association, id, part)) x
  ), session AS (
    INSERT INTO work.session (association_id, id, attempt_id, registration_id, part, form_id, questions, order_seed, state, entitled_s,
                              grace_s, opened_at)
    SELECT o.association, o.session, o.attempt, o.registration, o.part, o.form, f.questions, o.seed, 'opened',
           o.base + o.esl + o.other, o.grace_s, o.moment
    FROM unnest(opening.associations, opening.sessions, opening.attempts, opening.registrations, opening.parts, opening.forms,
                opening.seeds, opening.base, opening.esl, opening.other, opening.graces, opening.moments)
      AS o (association, session, attempt, registration, part, form, seed, base, esl, other, grace_s, moment)
    JOIN form f ON f.id = o.form AND f.part = o.part AND f.association = o.association
    ON CONFLICT DO NOTHING
    RETURNING id
  ), ledger AS (
    INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at)
    SELECT o.association, o.session, e.number, e.kind, e.seconds, e.reason, o.moment
    FROM unnest(opening.associations, opening.sessions, opening.base, opening.esl, opening.other, opening.moments)
      AS o (association, session, base, esl, other, moment)
    CROSS JOIN LATERAL (VALUES (1, 'base', o.base, 'administration'), (2, 'esl', o.esl, 'accommodation'),
                               (2 + (o.esl > 0)::int, 'other', o.other, 'accommodation')) AS e (number, kind, seconds, reason)
    WHERE e.seconds > 0 AND (o.session IN (SELECT s.id FROM session s)) IS TRUE
  )
  SELECT array_agg(o.n) INTO opened FROM unnest(opening.sessions) WITH ORDINALITY AS o (id, n)
  WHERE (o.id IN (SELECT s.id FROM session s)) IS TRUE;
  FOR made IN
    SELECT o.association, array_agg(o.registration ORDER BY o.place) AS registrations,
           array_agg(o.session ORDER BY o.place) AS sessions,
           array_agg(jsonb_build_object('part', o.part, 'entitled_s', o.seconds) ORDER BY o.place) AS details
    FROM (SELECT opening.associations[n] AS association, opening.registrations[n] AS registration, opening.sessions[n] AS session,
                 opening.places[n] AS place, opening.parts[n] AS part, opening.base[n] + opening.esl[n] + opening.other[n] AS seconds
          FROM unnest(opened) n) o
    GROUP BY o.association ORDER BY o.association
  LOOP
    PERFORM audit.append_many(made.association, 'candidate', made.registrations, 'session.opened', made.sessions, made.details);
  END LOOP;
  RETURN QUERY SELECT 'done', opening.places[n] FROM unnest(opened) n;
END;
$$;
