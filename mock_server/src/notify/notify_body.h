/* The bytes of a notification and their signature (NTF-04, NTF-09, NTF-20). They are made once and
 * stored, because every retry repeats them (NTF-10). */
#ifndef MOCK_NOTIFY_BODY_H
#define MOCK_NOTIFY_BODY_H

#include "arena.h"
#include "merchant.h"
#include "notify.h"
#include "trade.h"

/* What the values are made from. */
struct message {
    struct arena *arena;
    const struct server *server;
    const struct merchant *merchant;
    const struct trade *trade;
    const struct trade *original; /* of a refund; the trade itself when there is none */
    enum notify_kind kind;
};

/* The body, wrong where trade->notify_as says so. In the arena; NULL when out of memory. */
const char *notify_body(const struct message *message);

/* MD5 over the body's bytes and the merchant's key, whatever the requests use (NTF-05). In the
 * arena; NULL when out of memory. */
const char *notify_sign(const struct message *message, const char *body);

#endif
