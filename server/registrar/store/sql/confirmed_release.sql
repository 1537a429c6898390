SELECT outcome, release_id, number, digest FROM registrar_api.confirmed_release($1, $2)
