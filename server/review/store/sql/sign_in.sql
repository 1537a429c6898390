SELECT outcome FROM review_api.sign_in($1, $2, $3, $4)
