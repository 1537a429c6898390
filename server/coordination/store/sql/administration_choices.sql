SELECT outcome, doc FROM coordination_api.administration_choices($1)
