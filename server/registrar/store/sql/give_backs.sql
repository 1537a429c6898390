SELECT outcome, association_id, give_back_id, sealed, account_id, account_sealed, intake_id, version, intake_sealed
  FROM registrar_api.give_backs()
