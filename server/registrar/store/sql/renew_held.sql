SELECT outcome, renewed FROM registrar_api.renew_held()
