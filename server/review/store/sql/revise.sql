SELECT outcome FROM review_api.revise($1, $2, $3, $4)
