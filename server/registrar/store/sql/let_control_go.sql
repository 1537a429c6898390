SELECT outcome FROM registrar_api.let_control_go($1, $2, $3, $4)
