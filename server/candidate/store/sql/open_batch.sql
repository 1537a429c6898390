SELECT outcome, place FROM candidate_api.open_batch($1, $2, $3, $4, $5, $6)
