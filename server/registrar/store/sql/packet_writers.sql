SELECT outcome, packet_id, person_id, person_sealed FROM registrar_api.packet_writers($1)
