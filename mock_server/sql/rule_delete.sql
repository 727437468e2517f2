DELETE FROM rule WHERE merchant = ?1 AND id = ?2
