SELECT outcome, doc FROM coordination_api.show_dates($1, $2)
