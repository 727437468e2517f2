UPDATE rule SET used = ?3 WHERE merchant = ?1 AND id = ?2
