SELECT outcome, doc FROM coordination_api.reset_staff($1, $2, $3)
