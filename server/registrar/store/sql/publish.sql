SELECT outcome FROM registrar_api.publish($1, $2, $3, $4, $5, $6)
