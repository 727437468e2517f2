DELETE FROM attempt WHERE notification = ?1 AND id <=
       (SELECT id FROM attempt WHERE notification = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
