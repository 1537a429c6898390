SELECT outcome, doc FROM coordination_api.letter($1, $2)
