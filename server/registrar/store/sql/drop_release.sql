SELECT outcome FROM registrar_api.drop_release($1, $2)
