SELECT outcome, boot_us, utc FROM coordination_api.anchor($1, $2)
