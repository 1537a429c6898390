SELECT p.association_id, p.session_id, p.sheet_version, p.sealed AS score, p.key_digest, p.rule, h.sealed AS sheet, h.form_id,
  d.part1_pass_percent AS pass_percent
FROM result.part1 p
LEFT JOIN work.sheet h ON h.association_id = p.association_id AND h.session_id = p.session_id AND h.version = p.sheet_version
LEFT JOIN work.administration d ON d.association_id = h.association_id AND d.id = h.administration_id
WHERE (p.association_id, p.session_id, p.sheet_version) > ($1, $2, $3)
ORDER BY p.association_id, p.session_id, p.sheet_version
LIMIT $4
