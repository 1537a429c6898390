SELECT outcome FROM review_api.save_draft($1, $2, $3, $4, $5, $6)
