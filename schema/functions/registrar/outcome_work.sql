-- All that a registration's outcome is made of, by registration: what was sat, on which date of the association's zone, the
-- sealed scores, the approved remarks and what their places are called, the policy, and what was published for it before.
-- outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.outcome_work(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, registration_id uuid, category text, track text, due1 boolean, due2 boolean,
               sat1 boolean, date1 date, session1 uuid, version1 int, sealed1 bytea,
               sat2 boolean, date2 date, packet2 uuid, number2 int, sealed2 bytea,
               feedback_id uuid, feedback_version int, feedback bytea, link_version int, link bytea,
               whole_exam boolean, always_remarks boolean, request_by_weeks int, published_number int, published bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', r.id, r.category, r.track, 1 = ANY (r.parts), 2 = ANY (r.parts),
         s1.started_at IS NOT NULL, (s1.started_at AT TIME ZONE a.zone)::date, s1.id, p1.sheet_version, p1.sealed,
         s2.started_at IS NOT NULL, (s2.started_at AT TIME ZONE a.zone)::date, p2.packet_id, p2.number, p2.sealed,
         f.id, f.version, x.sealed, fl.version, fl.sealed,
         d.retake_scope = 'whole_exam', d.feedback = 'always', coalesce(d.request_by_weeks, 0), o.number, o.sealed
  FROM work.registration r
  JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
  JOIN staff.association a ON a.id = r.association_id
  LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  LEFT JOIN work.session s1 ON s1.association_id = t.association_id AND s1.attempt_id = t.id AND s1.part = 1
  LEFT JOIN LATERAL (SELECT x.sheet_version, x.sealed FROM result.part1 x
                     WHERE x.association_id = s1.association_id AND x.session_id = s1.id
                     ORDER BY x.sheet_version DESC LIMIT 1) p1 ON true
  LEFT JOIN work.session s2 ON s2.association_id = t.association_id AND s2.attempt_id = t.id AND s2.part = 2
  LEFT JOIN bridge.packet_link l ON l.association_id = t.association_id AND l.attempt_id = t.id
  LEFT JOIN LATERAL (SELECT x.packet_id, x.number, x.sealed FROM result.part2 x
                     WHERE x.association_id = l.association_id AND x.packet_id = l.packet_id
                     ORDER BY x.number DESC LIMIT 1) p2 ON true
  LEFT JOIN bridge.feedback_link fl ON fl.association_id = l.association_id AND fl.packet_id = l.packet_id
  LEFT JOIN result.feedback f ON f.association_id = fl.association_id AND f.id = fl.feedback_id AND f.state = 'approved'
  LEFT JOIN result.feedback_text x ON x.association_id = f.association_id AND x.feedback_id = f.id AND x.version = f.version
  LEFT JOIN LATERAL (SELECT e.number, x.sealed FROM result.outcome x
                     JOIN result.release e ON e.association_id = x.association_id AND e.id = x.release_id AND e.state = 'released'
                     WHERE x.association_id = r.association_id AND x.registration_id = r.id
                     ORDER BY e.number DESC LIMIT 1) o ON true
  WHERE r.association_id = in_association AND r.administration_id = in_administration
    AND (r.withdrawn_at IS NULL OR s1.started_at IS NOT NULL OR s2.started_at IS NOT NULL)
  ORDER BY r.id;
$$;
