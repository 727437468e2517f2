UPDATE notification SET state = ?2, ladder_at = ?3, due_at = ?4, step = ?5, attempts = ?6,
       accepted = ?7, is_silent = ?8, is_asked = ?9, is_held = ?10
WHERE id = ?1
