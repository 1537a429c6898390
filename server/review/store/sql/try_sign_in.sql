SELECT outcome, password, tried_at FROM review_api.try_sign_in($1)
