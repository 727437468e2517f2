/* Notifications (contract 12): what is told to whom when a trade becomes a success, with the body
 * and the signature that every retry repeats. notify_queue.h has when, notify_sender.h how. */
#ifndef MOCK_NOTIFY_H
#define MOCK_NOTIFY_H

#include "merchant.h"
#include "trade.h"

struct server;

enum notify_kind {
#define KIND(symbol, notify_type, shape) NOTIFY_KIND_##symbol,
#include "notify_kinds.def"
#undef KIND
    NOTIFY_KIND_COUNT
};

/* Queue the notification of a trade that has become a success, to its own notify_url or the
 * merchant's (OQ-21); without either nothing happens. trade->notify_as says how it goes wrong. A
 * failure of the store is logged: the trade stands, whatever becomes of its notification. */
void notify_trade(struct server *server, struct merchant *merchant, const struct trade *trade,
                  enum notify_kind kind);

/* "payment", "refund", ... Static, never NULL. */
const char *notify_type(enum notify_kind kind);

#endif
