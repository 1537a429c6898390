SELECT outcome, doc FROM coordination_api.ask_duty($1, $2, $3, $4)
