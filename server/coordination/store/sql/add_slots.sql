SELECT outcome, doc FROM coordination_api.add_slots($1, $2, $3, $4, $5, $6, $7, $8)
