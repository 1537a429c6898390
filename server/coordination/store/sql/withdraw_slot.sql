SELECT outcome, doc FROM coordination_api.withdraw_slot($1, $2)
