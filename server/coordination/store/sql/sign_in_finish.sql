SELECT outcome, doc FROM coordination_api.sign_in_finish($1, $2, $3)
