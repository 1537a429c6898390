SELECT outcome FROM candidate_api.delivered_part($1, $2, $3)
