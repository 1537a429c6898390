SELECT outcome, doc FROM coordination_api.decide_small_group($1, $2, $3, $4)
