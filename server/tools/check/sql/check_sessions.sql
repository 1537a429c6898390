SELECT s.association_id, s.id, s.started_at, s.grace_s, s.paused_us <> 0 OR s.paused_at IS NOT NULL AS was_paused,
  s.handed_in_at IS NOT NULL OR (s.association_id, s.id) IN (SELECT e.association_id, e.subject_id FROM audit.event e
                                                             WHERE e.action = 'session.handed_in') AS handed_in
FROM work.session s
ORDER BY s.id
