SELECT outcome FROM candidate_api.mark($1, $2, $3, $4, $5, $6)
