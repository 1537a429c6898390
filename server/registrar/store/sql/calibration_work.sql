SELECT outcome, association_id, administration_id, reviewer_id, category, purpose, wanted, calibration_id, digest, form_id, rubric_id,
  rubric_sealed, sealed, seen
FROM registrar_api.calibration_work()
