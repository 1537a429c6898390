SELECT outcome, attempt_id, session_id, version, sealed, form_id, category, person_id, person_sealed
  FROM registrar_api.intake_work($1, $2)
