SELECT id, auto_pay_at FROM trade
WHERE account = ?1 AND auto_pay_at > 0 AND auto_pay_at <= ?2 AND state <= 3
ORDER BY auto_pay_at LIMIT ?3
