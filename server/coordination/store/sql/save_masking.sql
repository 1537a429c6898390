SELECT outcome, doc FROM coordination_api.save_masking($1, $2, $3, $4, $5)
