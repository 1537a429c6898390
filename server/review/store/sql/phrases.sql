SELECT outcome, id, sealed FROM review_api.phrases($1, $2)
