UPDATE notification SET is_held = 0, due_at = ?3, ladder_at = ?3
WHERE merchant = ?1 AND is_held = 1 AND id <> ?2
