SELECT outcome, doc FROM coordination_api.staff_member($1, $2)
