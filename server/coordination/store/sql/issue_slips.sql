SELECT outcome, doc FROM coordination_api.issue_slips($1, $2, $3, $4)
