SELECT outcome FROM candidate_api.forget_changes($1)
