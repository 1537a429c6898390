SELECT outcome, number FROM registrar_api.next_decision($1, $2)
