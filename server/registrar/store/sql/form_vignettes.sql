SELECT outcome, "position", vignette_id, sealed, choice_set, choose FROM registrar_api.form_vignettes($1, $2)
