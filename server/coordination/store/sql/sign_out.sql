SELECT outcome, doc FROM coordination_api.sign_out($1)
