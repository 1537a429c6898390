SELECT outcome, note FROM registrar_api.intake_blocker($1, $2)
