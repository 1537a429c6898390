SELECT outcome, association_id, administration_id, packet_id, pages, criteria, packet_version, packet_sealed, basis, feedback_id,
       version, sealed, link_version, link_sealed
  FROM registrar_api.feedback_work()
