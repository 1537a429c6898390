SELECT outcome, reopened FROM registrar_api.reopen_packets()
