SELECT outcome, packet_id FROM registrar_api.reviewed_packets($1, $2)
