SELECT e.subject_id AS allocation_id, e.number FROM audit.event e
WHERE e.action IN ('review.locked', 'review.revised')
  AND NOT EXISTS (SELECT FROM review.seal s WHERE s.association_id = e.association_id AND s.allocation_id = e.subject_id
                  AND encode(s.commitment, 'hex') = e.detail->>'commitment')
ORDER BY e.association_id, e.number
