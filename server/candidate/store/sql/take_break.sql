SELECT outcome FROM candidate_api.take_break($1, $2, $3)
