INSERT INTO attempt (id, merchant, notification, at, http_status, took_ms, response, error, diagnosis)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
