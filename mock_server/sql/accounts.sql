SELECT id, mchid, state FROM account WHERE merchant = ?1 ORDER BY id
