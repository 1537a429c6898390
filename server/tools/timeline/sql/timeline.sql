SELECT outcome, association_id, session_id, person_id, sealed, title, zone, part, state, entitled_s, ledger_s, ledger, started_at, deadline
FROM registrar_api.timeline($1, $2) ORDER BY title, person_id, part
