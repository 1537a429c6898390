SELECT outcome FROM candidate_api.begin_part($1, $2, $3)
