SELECT outcome FROM registrar_api.alone()
