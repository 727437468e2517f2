DELETE FROM account WHERE merchant = ?1
