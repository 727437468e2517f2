/* Reversal and close (RVS, CLS): two ways to end an order before it is paid. What they must
 * keep are the rows of reversal_checks.def and close_checks.def; here are the conditions. What they
 * did is no record of its own (QRY-18) and is remembered in the order. */
#include <string.h>

#include "api/api.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/refuse.h"
#include "notify/store_and_tell.h"
#include "server/server.h"
#include "tell/tale.h"

CONDITION(is_named, request_value(call->req, "syssn")[0] != '\0' ||
                        request_value(call->req, "out_trade_no")[0] != '\0');

/* An out_trade_no beside the syssn is the order's too, or nobody's. */
static bool
do_numbers_agree(struct call *call)
{
    const char *number = request_value(call->req, "out_trade_no");

    return number[0] == '\0' || strcmp(number, call->order.out_trade_no) == 0 ||
           is_new_number(call);
}

CONDITION(is_order, trade_is_order(&call->order));
CONDITION(is_not_t0, !call->req->merchant->t0);
CONDITION(is_card, call_way_back(call)->mode == QFPAY_MODE_CARD);

/* Cards have a check of their own. */
CONDITION(has_reversal, call_way_back(call)->has_reversal || is_card(call));
CONDITION(has_close, call_way_back(call)->has_close || is_card(call));
CONDITION(is_not_refunded, !is_paid(call) || trade_rest(&call->order) != 0);
CONDITION(is_unpaid, !is_paid(call));

/* Accounts with the reversal of old get the money of a scanned code back by it (OQ-28). */
static bool
is_not_revocable(struct call *call)
{
    const struct trade *order = &call->order;

    return !call->req->merchant->legacy_reversal || call_way_back(call)->mode != QFPAY_MODE_CPM ||
           order->state != TRADE_PAID || order->refunded_minor != 0 || order->refunding != 0;
}

CONDITION(is_not_expired, call->order.state != TRADE_EXPIRED);
CONDITION(is_not_failed, call->order.state != TRADE_FAILED);

const struct check reversal_checks[] = {
#include "api/reversal_checks.def"
    END_OF_CHECKS,
};

const struct check close_checks[] = {
#include "api/close_checks.def"
    END_OF_CHECKS,
};

static struct reply
answer_end(struct call *call, enum sheet sheet)
{
    struct request *req = call->req;
    const struct qfpay_code *wait = call_asked_wait(call);
    struct tale tale = tale_of(req, &call->made, &call->order);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (wait) /* the query shows the end (RVS-11) */
        tale.respcd = wait->respcd;
    tale_write(&tale, sheet, &tree, root);
    return answer(req, &tree, root, tale.respcd);
}

static struct reply
cancel(struct call *call, enum chapter chapter, enum move move, enum sheet sheet)
{
    struct request *req = call->req;
    struct trade *order = &call->order;
    struct reply reply;
    bool was_success;

    if (!call_keeps(call, chapter, &reply))
        return reply;
    was_success = trade_is_success(order);
    call->made = (struct trade){
        .id = store_next_id(req->server->store),
        .sysdtm = req->now,
        .txamt_minor = call->txamt,
        .txcurrcd = order->txcurrcd,
        .txdtm = request_value(req, "txdtm"),
    };
    trade_act(call->book, order, was_success ? MOVE_REVOKE : move, NULL, req->now);
    order->ended_by = call->made.id;
    if (store_and_tell_change(req->server, req->merchant, order, was_success) != STORE_OK)
        return fault(req, "store the end of an order");
    return answer_end(call, sheet);
}

struct reply
reversal_handle(struct call *call)
{
    return cancel(call, CHAPTER_REVERSAL, MOVE_REVERSE, SHEET_REVERSAL);
}

struct reply
close_handle(struct call *call)
{
    return cancel(call, CHAPTER_CLOSE, MOVE_CLOSE, SHEET_CLOSE);
}
