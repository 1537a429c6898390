SELECT outcome, at, at_text, event, kind, seconds, reason, author_id, author, root FROM registrar_api.timeline_events($1, $2)
