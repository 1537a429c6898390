SELECT outcome, gone_s, skew_us FROM registrar_api.beat($1)
