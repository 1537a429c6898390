SELECT outcome, doc FROM coordination_api.agreement($1, NULL)
