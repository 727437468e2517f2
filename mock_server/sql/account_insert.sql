INSERT INTO account (merchant, mchid, state) VALUES (?, ?, ?)
