-- Why results cannot be prepared now, the first reason only: '' | sessions_open | window_open | rescues_waiting | late_saves | sheets_missing |
-- unapproved | unscored | not_taken_in | unmasked | unpacked | undecided | unread_remarks (of the decision as it stands). outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.release_blocker(in_association uuid, in_administration uuid, OUT outcome text, OUT note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH part2 AS (
    SELECT l.intake_id, i.state AS intake, k.state AS packet, k.id AS packet_id,
           f.state = 'approved' AND fl.basis = registrar_api.feedback_basis(k.association_id, k.id) AS read
    FROM work.registration r
    JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 2 AND s.state = 'closed'
    LEFT JOIN bridge.intake_link l ON l.association_id = t.association_id AND l.attempt_id = t.id
    LEFT JOIN intake.response i ON i.association_id = l.association_id AND i.id = l.intake_id
    LEFT JOIN bridge.packet_link p ON p.association_id = t.association_id AND p.attempt_id = t.id
    LEFT JOIN review.packet k ON k.association_id = p.association_id AND k.id = p.packet_id
    LEFT JOIN bridge.feedback_link fl ON fl.association_id = k.association_id AND fl.packet_id = k.id
    LEFT JOIN result.feedback f ON f.association_id = fl.association_id AND f.id = fl.feedback_id
    WHERE r.association_id = in_association AND r.administration_id = in_administration
  )
  SELECT 'done', CASE
    WHEN registrar_api.sessions_open(in_association, in_administration, '{1,2}') > 0 THEN 'sessions_open'
    WHEN registrar_api.window_open(in_association, in_administration, '{1,2}') THEN 'window_open'
    WHEN registrar_api.unopened_rescues(in_association, in_administration, '{1,2}') > 0 THEN 'rescues_waiting'
    WHEN registrar_api.late_saves(in_association, in_administration, '{1,2}') > 0 THEN 'late_saves'
    WHEN EXISTS (SELECT FROM registrar_api.unfolded_of(in_association, in_administration, true)) THEN 'sheets_missing'
    WHEN EXISTS (SELECT FROM work.irregularity i WHERE i.association_id = in_association AND i.administration_id = in_administration
                 AND i.approved_at IS NULL AND i.act <> 'resume') THEN 'unapproved'
    WHEN EXISTS (SELECT FROM registrar_api.score_forms(in_association, in_administration)) THEN 'unscored'
    WHEN EXISTS (SELECT FROM part2 p WHERE p.intake_id IS NULL) THEN 'not_taken_in'
    WHEN EXISTS (SELECT FROM part2 p WHERE p.intake = 'proposed') THEN 'unmasked'
    WHEN EXISTS (SELECT FROM part2 p WHERE p.packet IS NULL) THEN 'unpacked'
    WHEN EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = in_association) THEN 'undecided'
    WHEN EXISTS (SELECT FROM part2 p WHERE p.packet <> 'decided' OR registrar_api.outdated(in_association, p.packet_id)) THEN 'undecided'
    WHEN EXISTS (SELECT FROM part2 p WHERE p.read IS NOT TRUE) THEN 'unread_remarks'
    ELSE '' END;
$$;
