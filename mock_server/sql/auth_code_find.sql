SELECT 1 FROM auth_code WHERE merchant = ?1 AND code = ?2
