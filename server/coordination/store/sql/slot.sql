SELECT outcome, doc FROM coordination_api.slot($1, $2, $3)
