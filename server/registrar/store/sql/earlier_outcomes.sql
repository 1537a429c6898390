SELECT outcome, registration_id, earlier_id, number, sealed FROM registrar_api.earlier_outcomes($1, $2)
