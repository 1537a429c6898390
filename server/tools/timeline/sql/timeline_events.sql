SELECT outcome, at_text, event, kind, seconds, reason, author_id, author FROM registrar_api.timeline_events($1, $2)
