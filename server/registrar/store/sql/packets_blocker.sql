SELECT outcome, note FROM registrar_api.packets_blocker($1, $2)
