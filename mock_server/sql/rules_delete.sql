DELETE FROM rule WHERE merchant = ?1
