SELECT outcome, place FROM registrar_api.taken_ids($1, $2, $3, $4, $5)
