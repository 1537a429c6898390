SELECT outcome FROM review_api.sign_out($1)
