SELECT outcome, doc FROM coordination_api.irregularity($1, $2)
