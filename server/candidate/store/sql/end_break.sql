SELECT outcome FROM candidate_api.end_break($1, $2, $3)
