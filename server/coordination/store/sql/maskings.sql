SELECT outcome, doc FROM coordination_api.maskings($1)
