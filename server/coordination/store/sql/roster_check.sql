SELECT outcome, doc FROM coordination_api.roster_check($1, $2, $3, $4, $5, $6)
