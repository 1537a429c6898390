SELECT outcome, doc FROM coordination_api.reviewers($1, $2)
