SELECT outcome, boot_us, utc FROM candidate_api.anchor($1, $2)
