SELECT outcome FROM registrar_api.put_packet_again($1, $2, $3, $4, $5, $6)
