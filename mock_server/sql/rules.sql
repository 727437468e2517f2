SELECT id, used, "match", respond, "after" FROM rule WHERE merchant = ?1 ORDER BY id
