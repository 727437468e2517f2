/* The one place through which a trade passes when it may have become final: a new one, one that
 * time or a query has moved, one that the payer has. It is stored here, and its notification is
 * queued exactly once, when it succeeds (NTF-01). The server's lock is held. */
#ifndef MOCK_STORE_AND_TELL_H
#define MOCK_STORE_AND_TELL_H

#include <stdbool.h>
#include <stdint.h>

#include "merchant/merchant.h"
#include "rules/rulebook.h"
#include "store/store.h"
#include "trade/trade.h"

struct server;

stores_new store_and_tell_new;

/* Store a trade that has changed; was_success is trade_is_success from before the change. */
enum store_result store_and_tell_change(struct server *server, struct merchant *merchant,
                                        const struct trade *trade, bool was_success);

/* Let time work on a trade before it is looked at, and store it if it moved. */
enum store_result meet_time(struct server *server, struct merchant *merchant, struct trade *trade);

/* The same for a trade that a query asks for, which a trigger may have scripted. */
enum store_result meet_query(struct server *server, struct merchant *merchant, struct trade *trade);

/* For how many days a merchant's pre-authorisations are held (AUT-03). */
int64_t preauth_hold_days(const struct rulebook *book, const struct merchant *merchant);

/* Let the automatic payers whose time has come pay, although nobody asks; a bounded number at
 * once. Whether any are left is whether merchant->auto_pay_next has come. */
void let_payers_pay(struct server *server, struct merchant *merchant);

#endif
