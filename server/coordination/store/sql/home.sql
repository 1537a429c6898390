SELECT outcome, doc FROM coordination_api.home($1)
