SELECT outcome FROM candidate_api.withdraw_accommodation($1, $2)
