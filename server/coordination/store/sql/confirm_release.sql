SELECT outcome, doc FROM coordination_api.confirm_release($1, $2, $3, $4)
