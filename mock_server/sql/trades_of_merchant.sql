SELECT id, account, out_trade_no, state, respcd, txamt, sysdtm, paydtm, expires, auto_pay_at,
       pay_type, txcurrcd, txdtm, goods_name, udid, user_creid, user_truename, notify_url,
       ending, waiting, asks_left, kind, original, origssn, chnlsn, refunded, captured, refunding,
       ended_by, notify_as, note
FROM trade WHERE account IN (SELECT id FROM account WHERE merchant = ?1)
ORDER BY sysdtm DESC, id DESC
