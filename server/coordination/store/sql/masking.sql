SELECT outcome, doc FROM coordination_api.masking($1, $2)
