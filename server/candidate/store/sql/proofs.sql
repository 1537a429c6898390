SELECT outcome, session_id, ref, epoch, sequence, digest, arrived_at, batch_index, leaves, signature
FROM candidate_api.proofs($1, $2, $3, $4, $5)
