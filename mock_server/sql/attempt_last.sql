SELECT ifnull(max(id), 0) FROM attempt WHERE merchant = ?1
