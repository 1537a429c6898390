SELECT outcome FROM review_api.declare($1, $2, $3)
