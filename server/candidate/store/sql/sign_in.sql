SELECT outcome FROM candidate_api.sign_in($1, $2)
