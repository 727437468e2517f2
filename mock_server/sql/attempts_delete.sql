DELETE FROM attempt WHERE merchant = ?1
