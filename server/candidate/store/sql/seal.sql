SELECT outcome FROM candidate_api.seal($1, $2, $3, $4, $5, $6)
