SELECT outcome FROM review_api.use_code($1, $2)
