SELECT outcome, doc FROM coordination_api.login_of($1)
