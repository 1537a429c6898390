SELECT outcome, note FROM registrar_api.score_blocker($1, $2)
