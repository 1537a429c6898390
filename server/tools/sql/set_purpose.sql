INSERT INTO service.installation (purpose) VALUES ($1::text) ON CONFLICT (only_row) DO NOTHING
