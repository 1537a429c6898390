SELECT outcome, session_id, version, sealed, form_id, percent FROM registrar_api.score_work($1, $2)
