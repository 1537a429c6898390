SELECT outcome, doc FROM coordination_api.candidates($1, $2)
