INSERT INTO trade (id, account, out_trade_no, state, respcd, txamt, sysdtm, paydtm, expires,
       auto_pay_at, pay_type, txcurrcd, txdtm, goods_name, udid, user_creid, user_truename,
       notify_url, ending, waiting, asks_left, kind, original, origssn, chnlsn, notify_as)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
