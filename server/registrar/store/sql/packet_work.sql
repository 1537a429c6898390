SELECT outcome, intake_id, version, sealed, attempt_id, category, form_id, rubric_id, rubric_sealed, criteria, top_level,
       person_id, person_sealed
  FROM registrar_api.packet_work($1, $2)
