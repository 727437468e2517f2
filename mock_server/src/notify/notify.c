/* See notify.h: to whom, and then into the queue. */
#include "notify.h"

#include <stddef.h>

#include "channel.h"
#include "log.h"
#include "notification.h"
#include "notify_body.h"
#include "notify_queue.h"
#include "notify_url.h"
#include "server.h"
#include "wallet.h"

static bool
queue(struct server *server, struct merchant *merchant, const struct message *message,
      const char *url)
{
    const struct trade *trade = message->trade;
    struct notification notification = {
        .trade = trade->id,
        .family = trade->original == 0 ? trade->id : trade->original,
        .kind = message->kind,
        .notify_as = trade->notify_as,
        .out_trade_no = trade->out_trade_no,
        .receiver = notify_url_receiver(message->arena, url),
        .url = url,
    };
    char syssn[SYSSN_SIZE];

    channel_syssn(trade->id, trade->sysdtm, syssn);
    notification.syssn = syssn;
    notification.body = notify_body(message);
    if (notification.body != NULL)
        notification.sign = notify_sign(message, notification.body);
    return notification.sign != NULL && notification.receiver != NULL &&
           notify_queue(server, merchant, &notification);
}

/* The trade that a refund belongs to; the trade itself when it belongs to none. */
static bool
find_original(struct server *server, struct message *message, struct trade *original)
{
    message->original = message->trade;
    if (message->trade->original == 0)
        return true;
    if (store_trade_by_id(server->store, message->arena, message->trade->original, original) !=
        STORE_OK)
        return false;
    message->original = original;
    return true;
}

void
notify_trade(struct server *server, struct merchant *merchant, const struct trade *trade,
             enum notify_kind kind)
{
    max_align_t first[384];
    struct arena arena;
    struct trade original;
    struct message message = {
        .arena = &arena, .server = server, .merchant = merchant, .trade = trade, .kind = kind};
    const char *url = trade->notify_url;

    arena_init(&arena, first, sizeof(first));
    if (url[0] == '\0' && trade->original != 0 && find_original(server, &message, &original))
        url = original.notify_url;
    if (url[0] == '\0')
        url = merchant->notify_url;
    if (url[0] != '\0' &&
        (!find_original(server, &message, &original) || !queue(server, merchant, &message, url)))
        log_fault(server->settings, "queue a notification", store_error(server->store));
    arena_clear(&arena);
}
