SELECT outcome FROM review_api.look($1, $2)
