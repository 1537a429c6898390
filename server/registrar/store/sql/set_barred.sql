SELECT outcome FROM registrar_api.set_barred($1, $2, $3)
