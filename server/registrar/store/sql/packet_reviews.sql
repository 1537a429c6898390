SELECT outcome, allocation_id, seat, sealed, commitment, revision, number, sealed_as, previous, reason, signature, released
  FROM registrar_api.packet_reviews($1, $2)
