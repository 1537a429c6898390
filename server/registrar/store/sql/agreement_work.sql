SELECT outcome, packet_id, category, pages, criteria, top_level, pass_percent, version, sealed, reviewers
  FROM registrar_api.agreement_work($1, $2)
