/* Notifications (NTF): what is told to whom when a trade becomes a success, with the body
 * and the signature that every retry repeats. queue.h has when, sender.h how. */
#ifndef MOCK_NOTIFY_H
#define MOCK_NOTIFY_H

#include "merchant/merchant.h"
#include "rules/notice.h"
#include "trade/trade.h"

struct server;

/* Queue the notification of a trade that has become a success, to the first address of the book;
 * without any nothing happens. trade->notify_as says how it goes wrong. A failure of the store is
 * logged: the trade stands, whatever becomes of its notification. */
void notify_trade(struct server *server, struct merchant *merchant, const struct trade *trade,
                  enum notify_kind kind);

#endif
