SELECT outcome, doc FROM coordination_api.approve_acts($1, $2, $3)
