SELECT outcome, doc FROM coordination_api.feedback($1, $2, $3)
