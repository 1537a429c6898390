SELECT pg_try_advisory_lock(hashtext('blindmark rescore')) AS alone, oid::bigint AS oid FROM pg_database WHERE datname = current_database()
