UPDATE trade SET state = ?2, respcd = ?3, paydtm = ?4, asks_left = ?5, refunded = ?6, captured = ?7,
       refunding = ?8, ended_by = ?9, note = ?10
WHERE id = ?1
