SELECT outcome FROM review_api.lock($1, $2, $3, $4, $5, $6, $7, $8)
