SELECT outcome, note FROM registrar_api.release_blocker($1, $2)
