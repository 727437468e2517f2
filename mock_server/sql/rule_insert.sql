INSERT INTO rule (merchant, id, used, "match", respond, "after") VALUES (?, ?, ?, ?, ?, ?)
