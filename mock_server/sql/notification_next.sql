SELECT min(due_at) FROM notification WHERE merchant = ?1 AND due_at > 0 AND is_silent = ?2
