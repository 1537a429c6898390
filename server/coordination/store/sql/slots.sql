SELECT outcome, doc FROM coordination_api.slots($1, $2, $3)
