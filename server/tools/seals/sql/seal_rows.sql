WITH told AS (
  SELECT DISTINCT e.association_id, e.subject_id, e.detail->>'commitment' AS commitment FROM audit.event e
  WHERE e.action IN ('review.locked', 'review.revised'))
SELECT a.id AS allocation_id, a.released, a.revision, a.commitment, s.sealed = a.sealed AS counts, s.revision AS number, s.sealed,
  s.commitment AS sealed_as, s.previous, s.reason, s.signature, t.subject_id IS NOT NULL AS told
FROM review.allocation a
LEFT JOIN review.seal s ON s.association_id = a.association_id AND s.allocation_id = a.id
LEFT JOIN told t ON t.association_id = s.association_id AND t.subject_id = s.allocation_id AND t.commitment = encode(s.commitment, 'hex')
WHERE a.state = 'locked' OR s.revision IS NOT NULL
ORDER BY a.id, s.revision
