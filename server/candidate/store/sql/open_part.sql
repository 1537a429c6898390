SELECT outcome FROM candidate_api.open_part($1, $2, $3, $4, $5, $6)
