SELECT outcome, association_id, duty_id, administration_id, kind, asked_by FROM registrar_api.take_duty()
