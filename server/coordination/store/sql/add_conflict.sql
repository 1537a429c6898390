SELECT outcome, doc FROM coordination_api.add_conflict($1, $2, $3, $4)
