DELETE FROM trade WHERE account IN (SELECT id FROM account WHERE merchant = ?1)
