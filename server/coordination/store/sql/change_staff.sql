SELECT outcome, doc FROM coordination_api.change_staff($1, $2, $3, $4, $5, $6)
