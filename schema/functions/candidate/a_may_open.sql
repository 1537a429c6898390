-- May this candidate open this part at this instant? Only in the window (work.window_of), with an appointment where there are slots, after
-- accepting the confidentiality text, and Part 2 after Part 1 for who sits both.
-- outcome: done | signed_out | over | no_appointment | not_open | not_accepted | part1_first.
CREATE OR REPLACE FUNCTION candidate_api.may_open(in_token_hash bytea, in_part int, in_at timestamptz, OUT outcome text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN l.outcome <> 'done' THEN l.outcome
    WHEN service.arrival(in_at) > w.closes_at THEN 'over'
    WHEN work.lacks_appointment(r.association_id, r.id, in_part) THEN 'no_appointment'
    WHEN service.arrival(in_at) < w.opens_at THEN 'not_open'
    WHEN NOT EXISTS (SELECT FROM work.acceptance c
                     WHERE c.association_id = r.association_id AND c.registration_id = r.id AND c.text_version =
                       (SELECT max(t.version) FROM staff.confidentiality_text t WHERE t.association_id = r.association_id))
      THEN 'not_accepted'
    WHEN in_part = 2 AND 1 = ANY (r.parts)
         AND NOT EXISTS (SELECT FROM work.attempt t
                         JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                         WHERE t.association_id = r.association_id AND t.registration_id = r.id AND s.part = 1
                           AND (s.state = 'closed' OR NOT work.in_time(service.arrival(in_at), s.deadline, s.grace_s, s.paused_at)))
      THEN 'part1_first'
    ELSE 'done' END
  FROM candidate_api.login_of(in_token_hash) l
  LEFT JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id
  LEFT JOIN LATERAL work.window_of(r.association_id, r.id, in_part) w ON true;
$$;
