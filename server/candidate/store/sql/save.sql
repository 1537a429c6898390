SELECT outcome, revision, deadline, paused_at, moment, session_id, epoch, arrived_at, batched
FROM candidate_api.save($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
