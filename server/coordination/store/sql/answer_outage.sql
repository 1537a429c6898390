SELECT outcome, doc FROM coordination_api.answer_outage($1, $2, $3, $4, $5, $6, $7)
