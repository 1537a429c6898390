SELECT outcome, doc FROM coordination_api.results($1, $2)
