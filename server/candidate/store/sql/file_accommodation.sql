SELECT outcome FROM candidate_api.file_accommodation($1, $2, $3, $4)
