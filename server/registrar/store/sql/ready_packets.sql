SELECT outcome, association_id, packet_id, need, pages, criteria, top_level, version, sealed, pass_percent, near_line_points
  FROM registrar_api.ready_packets()
