SELECT v.session_id, v.save_id
FROM work.save v
WHERE NOT EXISTS (SELECT FROM work.session s WHERE s.association_id = v.association_id AND s.id = v.session_id)
ORDER BY v.session_id, v.save_id
