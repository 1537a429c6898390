SELECT outcome, association_id FROM registrar_api.conflict_news()
