INSERT INTO auth_code (merchant, code) VALUES (?1, ?2) ON CONFLICT DO NOTHING
