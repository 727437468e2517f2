/* See notify.h: what is told, to whom, and then into the queue. Body and signature are made once
 * and stored, because every retry repeats them (NTF-10). */
#include "notify/notify.h"

#include <stddef.h>

#include "base/log.h"
#include "notify/notify_as.h"
#include "notify/queue.h"
#include "rules/notify_url.h"
#include "server/server.h"
#include "store/notification.h"
#include "tell/tale.h"
#include "trade/syssn.h"

static const char *
find_url(struct tale *tale)
{
    const struct address *address = tale->server->book.addresses;
    const char *url = NULL;

    for (; address->name && (!url || url[0] == '\0'); address++)
        url = address->url(tale);
    return url ? url : "";
}

static const char *
write_body(struct tale *tale, enum sheet sheet, const struct notify_as_row *as, size_t *len)
{
    const struct wire *wire = &tale->server->book.wire;
    struct tree tree = {.arena = tale->arena};
    cJSON *root = node_object(&tree);
    const char *body;

    tale_write(tale, sheet, &tree, root);
    body = node_print(&tree, root, len);
    if (body && as->lays_out)
        body = as->lays_out(tale->arena, body, len);
    else if (body && wire->leave_notification)
        body = wire->leave_notification(NULL, tale->arena, body, len);
    return body;
}

static const char *
sign(struct tale *tale, const char *body, size_t len, const struct merchant *merchant,
     const struct notify_as_row *as)
{
    const struct signing_row *row = &tale->server->book.signings[SIGNING_NOTIFICATION];
    const struct outgoing out = {
        .arena = tale->arena,
        .signer = tale->server->signer,
        .body = body,
        .len = len,
        .key = as->key ? as->key : row->key(merchant),
    };
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (!row->sign(&out, hex))
        return NULL;
    return arena_dup(tale->arena, hex);
}

static bool
queue(struct server *server, struct merchant *merchant, struct tale *tale, enum notify_kind kind,
      const char *url)
{
    const struct trade *trade = tale->trade;
    const struct notify_as_row *as = notify_as_row(trade->notify_as);
    const struct notice *notice = &server->book.notices[kind];
    char syssn[SYSSN_SIZE];
    size_t len = 0;
    struct trade told = *trade;
    struct notification notification = {
        .trade = trade->id,
        .family = trade->original == 0 ? trade->id : trade->original,
        .kind = kind,
        .notify_as = trade->notify_as,
        .syssn = syssn,
        .out_trade_no = trade->out_trade_no,
        .receiver = notify_url_receiver(tale->arena, url),
        .url = url,
    };

    syssn_write(&server->book, trade->id, trade->sysdtm, syssn);
    tale->trade = &told; /* for as long as the body is written */
    tale->notify_type = notice->notify_type;
    if (as->tells)
        as->tells(tale, &told);
    notification.body = write_body(tale, notice->sheet, as, &len);
    tale->trade = trade;
    if (notification.body)
        notification.sign = sign(tale, notification.body, len, merchant, as);
    return notification.sign && notification.receiver &&
           notify_queue(server, merchant, &notification);
}

/* One piece of news to whoever wants it. */
static bool
tell(struct server *server, struct merchant *merchant, const struct trade *trade,
     enum notify_kind kind, struct arena *arena)
{
    struct trade original;
    struct tale tale = tale_apart(arena, server, merchant, trade, NULL);
    const char *url;

    if (trade->original != 0) {
        if (!store_trade_by_id(server->store, trade->original, &original))
            return false;
        tale.original = &original;
    }
    url = find_url(&tale);
    return url[0] == '\0' || queue(server, merchant, &tale, kind, url);
}

void
notify_trade(struct server *server, struct merchant *merchant, const struct trade *trade,
             enum notify_kind kind)
{
    max_align_t first[384];
    struct arena arena;

    for (int i = 0; i < server->book.notices[kind].times; i++) {
        arena_init(&arena, first, sizeof first);
        if (!tell(server, merchant, trade, kind, &arena))
            log_fault(server->settings->log, "queue a notification", store_error(server->store));
        arena_clear(&arena);
    }
}
