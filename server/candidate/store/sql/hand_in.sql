SELECT outcome FROM candidate_api.hand_in($1, $2, $3)
