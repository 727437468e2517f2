SELECT id, merchant, trade, family, kind, notify_as, state, created, ladder_at, due_at, step, attempts,
       accepted, is_silent, is_asked, is_held, syssn, out_trade_no, receiver, url, body, sign
FROM notification
WHERE id IN (SELECT notification FROM attempt WHERE merchant = ?1 AND id > ?3)
ORDER BY id DESC LIMIT ?4
