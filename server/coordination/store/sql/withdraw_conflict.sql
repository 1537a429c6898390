SELECT outcome, doc FROM coordination_api.withdraw_conflict($1, $2, $3)
