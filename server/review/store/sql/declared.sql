SELECT outcome, id, sealed FROM review_api.declared($1)
