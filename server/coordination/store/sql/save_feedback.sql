SELECT outcome, doc FROM coordination_api.save_feedback($1, $2, $3, $4, $5, $6)
