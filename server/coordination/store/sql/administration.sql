SELECT outcome, doc FROM coordination_api.administration($1, $2)
