SELECT outcome, doc FROM coordination_api.sign_in_begin($1)
