UPDATE notification SET is_silent = 1
WHERE merchant = ?1 AND is_silent = 0 AND due_at > 0 AND receiver = ?2
