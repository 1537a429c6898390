SELECT outcome, form_id, percent, sheets FROM registrar_api.score_forms($1, $2)
