SELECT outcome FROM review_api.add_phrase($1, $2, $3, $4)
