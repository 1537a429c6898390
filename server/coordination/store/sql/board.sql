SELECT outcome, doc FROM coordination_api.board($1, $2, $3)
