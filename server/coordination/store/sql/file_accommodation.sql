SELECT outcome, doc FROM coordination_api.file_accommodation($1, $2, $3, $4, $5, $6)
