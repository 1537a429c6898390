SELECT outcome FROM candidate_api.sign_out($1)
