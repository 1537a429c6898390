SELECT outcome, association_id, rescue_id, session_id, public_key, nonce, sealed FROM registrar_api.waiting_rescues($1)
