SELECT outcome, doc FROM coordination_api.audit_events($1, $2)
