SELECT outcome, association_id, session_id, part, form_id, items, version, saves FROM registrar_api.unfolded($1, $2)
