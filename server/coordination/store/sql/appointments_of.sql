SELECT outcome, doc FROM coordination_api.appointments_of($1, $2, $3)
