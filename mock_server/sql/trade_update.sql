UPDATE trade SET state = ?2, respcd = ?3, paydtm = ?4, asks_left = ?5 WHERE id = ?1
