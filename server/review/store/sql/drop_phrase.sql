SELECT outcome FROM review_api.drop_phrase($1, $2)
