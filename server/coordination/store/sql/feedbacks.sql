SELECT outcome, doc FROM coordination_api.feedbacks($1, $2)
