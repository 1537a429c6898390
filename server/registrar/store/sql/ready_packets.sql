SELECT outcome, association_id, packet_id, pages, criteria, top_level, version, sealed, rule, pass_percent, near_line_points,
       level_tolerance
  FROM registrar_api.ready_packets()
