SELECT outcome, doc FROM coordination_api.allocation_wanted($1, $2)
