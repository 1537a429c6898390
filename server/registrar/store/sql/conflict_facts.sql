SELECT outcome, kind, account_id, id, sealed FROM registrar_api.conflict_facts($1)
