SELECT outcome, doc FROM coordination_api.outages($1, $2)
