SELECT v.epoch, v.sequence, v.save_id, v.ref, v.sealed, v.arrived_at, v.late, v.digest, v.batch_id, v.batch_index,
  substr(b.leaves, 32 * v.batch_index + 1, 32) AS leaf,
  NOT v.late OR EXISTS (SELECT FROM work.late_decision d
                        WHERE d.association_id = v.association_id AND d.session_id = v.session_id AND d.epoch = v.epoch
                          AND d.sequence = v.sequence AND d.accepted) AS may_count,
  EXISTS (SELECT FROM registrar_api.counted_saves($1, $2, NULL) c WHERE c.save_id = v.save_id AND c.ref = v.ref
                                                                                     AND c.sealed = v.sealed) AS counts,
  (SELECT coalesce(sum(e.seconds), 0)::bigint FROM work.entitlement e
   WHERE e.association_id = v.association_id AND e.session_id = v.session_id AND e.at <= v.arrived_at) AS owed_s
FROM work.save v LEFT JOIN work.batch b ON b.id = v.batch_id
WHERE v.association_id = $1 AND v.session_id = $2
ORDER BY v.ref COLLATE "C", v.epoch, v.sequence
