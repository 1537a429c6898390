SELECT outcome, doc FROM coordination_api.reviewer_pause($1, $2, $3)
