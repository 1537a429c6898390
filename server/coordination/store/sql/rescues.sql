SELECT outcome, doc FROM coordination_api.rescues($1, $2)
