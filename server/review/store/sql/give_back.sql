SELECT outcome FROM review_api.give_back($1, $2, $3, $4)
