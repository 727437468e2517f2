SELECT id, at, http_status, took_ms, response, error, diagnosis
FROM attempt WHERE notification = ?1 ORDER BY id
