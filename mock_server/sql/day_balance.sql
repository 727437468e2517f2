-- An order may be paid the day after it was made; a refund in progress has its paydtm already.
SELECT ifnull(sum(CASE WHEN kind IN (?8, ?9) THEN -txamt ELSE txamt END), 0)
FROM trade
WHERE account = ?1 AND sysdtm >= ?2 - 86400 AND paydtm >= ?2 AND state IN (?5, ?6) AND kind <> ?7
  AND substr(pay_type, 1, length(?3)) = ?3 AND txcurrcd = ?4
