INSERT INTO auth_code (merchant, code) VALUES (?1, ?2)
