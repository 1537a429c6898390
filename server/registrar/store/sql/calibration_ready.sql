SELECT outcome, association_id, packet_id, allocation_id, purpose, revision, pages, criteria, top_level, version, sealed, calibration_id,
  text_sealed, points, levels
FROM registrar_api.calibration_ready()
