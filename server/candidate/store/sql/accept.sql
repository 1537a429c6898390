SELECT outcome FROM candidate_api.accept($1, $2)
