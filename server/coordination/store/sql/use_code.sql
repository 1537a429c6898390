SELECT outcome, doc FROM coordination_api.use_code($1, $2, $3)
