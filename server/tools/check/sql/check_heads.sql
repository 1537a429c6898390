SELECT association_id, coalesce(h.number, 0) AS number, coalesce(h.digest, '') AS digest
FROM audit.head h FULL JOIN (SELECT DISTINCT e.association_id FROM audit.event e) c USING (association_id)
ORDER BY association_id
