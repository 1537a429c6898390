SELECT outcome, gone_s, skew_us FROM candidate_api.beat($1)
