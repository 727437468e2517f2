UPDATE notification SET is_silent = 0 WHERE merchant = ?1 AND due_at > 0 AND is_silent = 1
