SELECT outcome FROM review_api.spend($1, $2, $3)
