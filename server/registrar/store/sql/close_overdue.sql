SELECT outcome, started, closed FROM registrar_api.close_overdue($1)
