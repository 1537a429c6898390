SELECT outcome, doc FROM coordination_api.stop_reviewer($1, $2, $3, $4, $5)
