SELECT outcome, doc FROM coordination_api.reviewer($1, $2, $3)
