SELECT outcome, doc FROM coordination_api.end_pause($1, $2, $3, $4, $5)
