SELECT outcome FROM registrar_api.renew_feedback($1, $2, $3, $4, $5, $6, $7)
