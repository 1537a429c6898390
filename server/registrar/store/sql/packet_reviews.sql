SELECT outcome, allocation_id, seat, sealed, commitment FROM registrar_api.packet_reviews($1, $2)
