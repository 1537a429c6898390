-- Packets that are decided, or have an outcome. Not those that were opened again since, because a review that their outcome was made
-- from was revised or counts no more: theirs is still to come.
SELECT o.association_id, o.packet_id, p.number - 1 AS decision_version, p.sealed AS decision, p.rule AS version, k.pages, k.criteria,
  k.top_level, coalesce(k.state = 'decided' AND k.purpose = 'live', false) AS decided,
  d.part2_rule AS rule, d.part2_pass_percent AS pass_percent, d.near_line_points, d.level_tolerance
FROM (SELECT association_id, packet_id FROM result.part2
      UNION SELECT association_id, id FROM review.packet WHERE state = 'decided' AND purpose = 'live') o
LEFT JOIN LATERAL (SELECT x.number, x.sealed, x.rule, x.made_from FROM result.part2 x
                   WHERE x.association_id = o.association_id AND x.packet_id = o.packet_id
                   ORDER BY x.number DESC LIMIT 1) p ON true
LEFT JOIN review.packet k ON k.association_id = o.association_id AND k.id = o.packet_id
LEFT JOIN work.administration d ON d.association_id = k.association_id AND d.id = k.administration_id
WHERE (o.association_id, o.packet_id) > ($1, $2)
  AND (k.id IS NULL OR k.state = 'decided' OR p.made_from = ARRAY(
    SELECT l.commitment FROM review.allocation l
    WHERE l.association_id = k.association_id AND l.packet_id = k.id AND l.state = 'locked' AND l.seat > 0 ORDER BY l.seat))
ORDER BY o.association_id, o.packet_id
LIMIT $3
