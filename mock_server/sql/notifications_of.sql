SELECT id, merchant, trade, family, kind, notify_as, state, created, ladder_at, due_at, step, attempts,
       accepted, is_silent, is_asked, is_held, syssn, out_trade_no, receiver, url, body, sign
FROM notification AS n
WHERE merchant = ?1 AND syssn = ?2
      AND (?3 < 0 OR EXISTS (SELECT 1 FROM attempt WHERE notification = n.id AND id > ?3))
ORDER BY id DESC LIMIT ?4
