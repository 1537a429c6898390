SELECT outcome, doc FROM coordination_api.give_slot($1, $2, $3, $4, $5)
