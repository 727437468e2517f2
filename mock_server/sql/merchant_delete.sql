DELETE FROM merchant WHERE id = ?1
