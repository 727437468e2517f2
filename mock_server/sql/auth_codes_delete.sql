DELETE FROM auth_code WHERE merchant = ?1
