/* See notify.h: to whom, and then into the queue. */
#include "notify.h"

#include <stddef.h>

#include "channel.h"
#include "defect.h"
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

/* What a notification says that it is about, by mistake. */
static enum notify_kind
told_kind(enum notify_kind kind)
{
    static const struct {
        enum defect defect;
        enum notify_kind kind;
    } wrong[] = {
        {DEFECT_NOTIFY_CAPTURE_AS_REFUND, NOTIFY_KIND_CAPTURE},
        {DEFECT_NOTIFY_RELEASE_AS_REFUND, NOTIFY_KIND_UNFREEZE},
        {DEFECT_NOTIFY_VOID_AS_REFUND, NOTIFY_KIND_CANCEL},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (is_defect(wrong[i].defect) && wrong[i].kind == kind)
            return NOTIFY_KIND_REFUND;
    }
    return kind;
}

/* Whether the registered URL wins by mistake. */
static bool
prefers_registered(const struct merchant *merchant, const struct trade *trade)
{
    return is_defect(DEFECT_NOTIFY_REGISTERED_ONLY) ||
           (is_defect(DEFECT_NOTIFY_REGISTERED_WINS) && merchant->notify_url[0] != '\0') ||
           (is_defect(DEFECT_NOTIFY_REFUND_REGISTERED) && trade_is_refund(trade));
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

    if (is_defect(DEFECT_NOTIFY_NEVER) ||
        (is_defect(DEFECT_NOTIFY_NO_REFUNDS) && trade_is_refund(trade)))
        return;
    if (defect_on != DEFECT_NONE)
        message.kind = told_kind(kind);
    arena_init(&arena, first, sizeof(first));
    if (url[0] == '\0' && trade->original != 0 && find_original(server, &message, &original))
        url = original.notify_url;
    if (url[0] == '\0' || prefers_registered(merchant, trade))
        url = is_defect(DEFECT_NOTIFY_REQUEST_ONLY) ? "" : merchant->notify_url;
    if (url[0] != '\0' &&
        (!find_original(server, &message, &original) || !queue(server, merchant, &message, url)))
        log_fault(server->settings, "queue a notification", store_error(server->store));
    arena_clear(&arena);
}
