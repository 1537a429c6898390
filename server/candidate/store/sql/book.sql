SELECT outcome FROM candidate_api.book($1, $2, $3, $4)
