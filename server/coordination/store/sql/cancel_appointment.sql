SELECT outcome, doc FROM coordination_api.cancel_appointment($1, $2, $3, $4)
