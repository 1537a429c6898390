SELECT outcome, session_id, ref, epoch, sequence, digest, arrived_at, batch_index, leaves, signature
FROM candidate_api.saved($1, $2, $3)
