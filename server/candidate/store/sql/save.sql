SELECT outcome, revision, deadline, paused_at, moment FROM candidate_api.save($1, $2, $3, $4, $5, $6, $7)
