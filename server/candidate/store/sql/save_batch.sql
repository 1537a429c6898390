SELECT outcome, place, deadline, paused_at, shift
FROM candidate_api.save_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
