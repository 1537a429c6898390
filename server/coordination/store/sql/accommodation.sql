SELECT outcome, doc FROM coordination_api.accommodation($1, $2)
