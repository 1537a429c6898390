SELECT outcome, doc FROM coordination_api.change_slot($1, $2, $3, $4, $5)
