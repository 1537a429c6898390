SELECT outcome, doc FROM coordination_api.accommodations_of($1, $2)
