/* POST /trade/v1/authtrade and /trade/v1/unfreeze (AUT, UNF): taking money that a
 * pre-authorisation froze, in parts, and giving the rest free. What both must keep are the rows of
 * frozen_checks.def, and each has rows of its own in front and behind. A capture is a transaction;
 * a release is none and is remembered in the pre-authorisation. */
#include <string.h>

#include "api/api.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/refuse.h"
#include "notify/notify.h"
#include "notify/store_and_tell.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "tell/tale.h"
#include "tell/value.h"
#include "trade/syssn.h"

CONDITION(is_preauth, call->order.kind == TRADE_PREAUTH);

/* What is finished was captured in full, released, or held too long. */
CONDITION(is_not_captured, call->order.state != TRADE_FINISHED || trade_frozen(&call->order) != 0);
CONDITION(is_not_released, call->order.state != TRADE_FINISHED || call->order.ended_by == 0);
CONDITION(is_held,
          call->order.state != TRADE_FINISHED || !is_not_captured(call) || !is_not_released(call));

/* Closed and reversed ones have checks of their own. */
CONDITION(is_confirmed, is_paid(call) || !is_not_closed(call) || !is_not_reversed(call));
CONDITION(is_frozen_enough, call->txamt <= trade_frozen(&call->order) + call->check->slack);
CONDITION(has_currency, request_value(call->req, "txcurrcd")[0] != '\0');
CONDITION(is_same_currency,
          strcmp(request_value(call->req, "txcurrcd"), call->order.txcurrcd) == 0);
CONDITION(has_number, request_value(call->req, "out_trade_no")[0] != '\0');
CONDITION(is_same_number,
          strcmp(request_value(call->req, "out_trade_no"), call->order.out_trade_no) == 0);

const struct check capture_target_checks[] = {
#include "api/capture_target_checks.def"
    END_OF_CHECKS,
};

const struct check release_target_checks[] = {
#include "api/release_target_checks.def"
    END_OF_CHECKS,
};

const struct check frozen_checks[] = {
#include "api/frozen_checks.def"
    END_OF_CHECKS,
};

const struct check capture_checks[] = {
#include "api/capture_checks.def"
    END_OF_CHECKS,
};

const struct check release_checks[] = {
#include "api/release_checks.def"
    END_OF_CHECKS,
};

/* Without a txdtm in the request the sample shows the time in UTC (AUT-04). */
static const char *
made_txdtm(struct call *call)
{
    const char *sent = request_value(call->req, "txdtm");
    char *text = sent[0] == '\0' ? arena_alloc(call->req->arena, QFPAY_DATETIME_SIZE) : NULL;

    if (!text)
        return sent;
    qfpay_datetime_format(call->req->now, (int)fact(call->book, FACT_CAPTURE_ZONE), text);
    return text;
}

/* What takes from a pre-authorisation, or gives back. */
static struct trade
new_from_preauth(struct call *call)
{
    struct trade made = new_from_order(call, TRADE_CAPTURE);

    made.txdtm = made_txdtm(call);
    made.goods_name = call->order.goods_name;
    return made;
}

/* Numbers are unique, so a capture without one is kept under one that is made up. */
static bool
number(struct call *call)
{
    struct request *req = call->req;
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (call->made.out_trade_no[0] != '\0')
        return true;
    if (!made_up_number(req->signer, req->server->seed, call->made.id, hex))
        return false;
    call->made.out_trade_no = arena_dup(req->arena, hex);
    return call->made.out_trade_no != NULL;
}

static enum store_result
keep_capture(struct call *call)
{
    struct request *req = call->req;
    struct trade *preauth = &call->order;
    enum store_result result = store_and_tell_new(req->server, req->merchant, &call->made);

    if (result != STORE_OK)
        return result;
    preauth->captured_minor += call->made.txamt_minor * fact(call->book, FACT_CAPTURE_TAKES);
    if (trade_frozen(preauth) == 0)
        trade_act(call->book, preauth, MOVE_USE_UP, NULL, req->now);
    return store_and_tell_change(req->server, req->merchant, preauth, true);
}

static struct reply
answer_preauth(struct call *call, enum sheet sheet, enum text_id text)
{
    struct request *req = call->req;
    struct tale tale = tale_of(req, &call->made, &call->order);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    tale.respcd = trade_respcd(call->book, &call->made);
    tale.respmsg = call->book->texts[text].respmsg;
    tale_write(&tale, sheet, &tree, root);
    return answer(req, &tree, root, tale.respcd);
}

struct reply
authtrade_handle(struct call *call)
{
    const struct qfpay_code *wait = call_asked_wait(call);
    struct reply reply;

    if (!call_keeps(call, CHAPTER_CAPTURE_TARGET, &reply) ||
        !call_keeps(call, CHAPTER_FROZEN, &reply) || !call_keeps(call, CHAPTER_CAPTURE, &reply))
        return reply;
    call->made = new_from_preauth(call);
    if (wait)
        trade_script(call->book, &call->made, wait, call->req->situation.ending_asks);
    if (!number(call))
        return fault(call->req, "number a capture");
    if (keep_capture(call) != STORE_OK)
        return fault(call->req, "store a capture");
    return answer_preauth(call, SHEET_CAPTURE, TEXT_CAPTURE_DONE);
}

struct reply
unfreeze_handle(struct call *call)
{
    struct request *req = call->req;
    struct trade *preauth = &call->order;
    struct reply reply;

    if (!call_keeps(call, CHAPTER_RELEASE_TARGET, &reply) ||
        !call_keeps(call, CHAPTER_FROZEN, &reply) || !call_keeps(call, CHAPTER_RELEASE, &reply))
        return reply;
    call->made = new_from_preauth(call);
    trade_act(call->book, preauth, MOVE_RELEASE, NULL, req->now);
    preauth->ended_by = call->made.id;
    if (store_and_tell_change(req->server, req->merchant, preauth, true) != STORE_OK)
        return fault(req, "store a release");
    notify_trade(req->server, req->merchant, &call->made, NOTIFY_KIND_UNFREEZE);
    return answer_preauth(call, SHEET_RELEASE, TEXT_VOIDED);
}
