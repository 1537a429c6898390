SELECT outcome, doc FROM coordination_api.clocks($1, $2, $3, $4)
