SELECT outcome, doc FROM coordination_api.release($1, $2)
