DELETE FROM notification WHERE merchant = ?1
