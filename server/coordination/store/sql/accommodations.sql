SELECT outcome, doc FROM coordination_api.accommodations($1, $2)
