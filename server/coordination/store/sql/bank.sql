SELECT outcome, doc FROM coordination_api.bank($1)
