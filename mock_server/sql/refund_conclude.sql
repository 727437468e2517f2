UPDATE trade SET refunded = refunded + ?2, refunding = 0 WHERE id = ?1
