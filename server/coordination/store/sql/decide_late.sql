SELECT outcome, doc FROM coordination_api.decide_late($1, $2, $3, $4, $5)
