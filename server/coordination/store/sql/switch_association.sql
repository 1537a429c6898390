SELECT outcome, doc FROM coordination_api.switch_association($1, $2)
