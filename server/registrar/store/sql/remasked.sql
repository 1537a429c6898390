SELECT outcome, association_id, packet_id, packet_version, intake_id, version, sealed, attempt_id, category, form_id, rubric_id,
       rubric_sealed, criteria, top_level, person_id, person_sealed
  FROM registrar_api.remasked()
