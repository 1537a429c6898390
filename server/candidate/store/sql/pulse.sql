SELECT outcome FROM candidate_api.pulse($1, $2, $3, $4, $5, $6)
