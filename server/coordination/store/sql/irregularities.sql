SELECT outcome, doc FROM coordination_api.irregularities($1, $2)
