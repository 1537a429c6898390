SELECT outcome FROM review_api.drop_revision($1, $2, $3)
