SELECT outcome, session_id, moment, ref, epoch, sequence, digest, arrived_at FROM candidate_api.leaves($1, $2, $3, $4, $5, $6)
