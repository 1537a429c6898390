SELECT outcome, doc FROM coordination_api.staff($1)
