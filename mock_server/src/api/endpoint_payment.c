/* POST /trade/v1/payment. What a payment must keep are the rows of payment_checks.def, what the
 * channel says of it those of payment_channel_checks.def; here are the conditions of both. What
 * sets one pay type apart is rows of pay_answers.def. */
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/auth_code.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/identity.h"
#include "server/server.h"
#include "server/settings.h"
#include "tell/tale.h"
#include "tell/wallet_numbers.h"

static bool
is_played(struct call *call)
{
    call->pay = pay_answer_find(call->book, request_value(call->req, "pay_type"));
    return call->pay != NULL;
}

CONDITION(has_pay_type, merchant_has_pay_type(call->req->merchant, call->pay->pay_type));
CONDITION(has_currency,
          merchant_has_currency(call->req->merchant, request_value(call->req, "txcurrcd")));
CONDITION(is_hkd, strcmp(request_value(call->req, "txcurrcd"), "HKD") == 0);
CONDITION(is_enough, call->txamt + call->check->slack >= call->pay->least_minor);

/* When an unpaid order expires. */
static int64_t
expiry(const struct call *call)
{
    const char *asked = request_value(call->req, "expired_time");
    int64_t now = call->req->now;

    return asked[0] == '\0' ? now + 60 * fact(call->book, call->pay->minutes)
                            : now + strtoll(asked, NULL, 10) * fact(call->book, FACT_ASKED_MINUTE);
}

/* An order as the request asks for it. */
static struct trade
new_order(struct call *call)
{
    struct request *req = call->req;
    int64_t auto_pay = req->server->settings->auto_pay_seconds;
    struct trade order = new_trade(call, refund_rule_of(call->book, call->pay->pay_type)->is_preauth
                                             ? TRADE_PREAUTH
                                             : TRADE_PAYMENT);

    order.expires = expiry(call);
    order.auto_pay_at = auto_pay < 0 ? 0 : req->now + auto_pay;
    order.pay_type = request_value(req, "pay_type");
    order.txcurrcd = request_value(req, "txcurrcd");
    order.goods_name = request_value(req, "goods_name");
    order.notify_url = request_value(req, "notify_url");
    if (req->merchant->real_name) {
        struct payer payer = identity_read(call);

        order.user_creid = payer.user_creid;
        order.user_truename = payer.user_truename;
    }
    return order;
}

/* The payer has shown a code or a card: the money moves at once, unless a situation has something
 * else in store; then the payer is typing the password (PAY-CPM-02). */
static void
scan(struct trade *trade, int64_t now)
{
    if (trade->state != TRADE_UNPAID)
        return;
    trade->auto_pay_at = 0;
    trade->state = trade->ending[0] == '\0' ? TRADE_PAID : TRADE_PASSWORD;
    trade->paydtm = trade->ending[0] == '\0' ? now : 0;
}

/* Store the order; false when its number is not new. */
static bool
store(struct call *call)
{
    struct request *req = call->req;

    if (call->pay->wallet == WALLET_BY_CODE && !wallet_keep(call->wallet, req, &call->made)) {
        call->trouble = "number a payment";
        return false;
    }
    switch (call->book->store_new(req->server, req->merchant, &call->made)) {
    case STORE_OK:
        if (auth_code_use(call) != STORE_OK)
            call->trouble = "remember a payer's code";
        return !call->trouble;
    case STORE_DUPLICATE:
        return false;
    case STORE_ABSENT:
    case STORE_FAILED:
        break;
    }
    call->trouble = "store an order";
    return false;
}

/* Whether a number is new, the store says when it takes the order: no other payment can come
 * between. What is refused before the channel is called is not stored (PAY-OTN-07), so its number
 * is looked for. */
static bool
is_stored_as_new(struct call *call)
{
    auth_code_ask(call);
    if (is_asked_early(call))
        return is_new_number(call);
    call->made = new_order(call);
    call_ask_channel(call, CHAPTER_PAYMENT_CHANNEL);
    if (call->trouble)
        return false;
    if (call->pay->paid == PAY_AT_ONCE)
        scan(&call->made, call->req->now);
    return store(call);
}

const struct check payment_checks[] = {
#include "api/payment_checks.def"
    END_OF_CHECKS,
};

const struct check payment_channel_checks[] = {
#include "api/payment_channel_checks.def"
    END_OF_CHECKS,
};

/* What the call itself answers: a payer who has been asked shows as in a query (PAY-CPM-02); an
 * order that waits for its payer is accepted (PAY-RSP-01). */
static const char *
respcd_of(const struct call *call, const struct tale *tale)
{
    const struct situation *situation = &call->req->situation;

    if (call->pay->paid == PAY_AT_ONCE || call->refused || situation->doubt)
        return tale->respcd;
    return situation->kind == SITUATION_NONE || situation->kind == SITUATION_ENDING
               ? word(call->book, WORD_ACCEPTED)
               : situation->code->respcd;
}

static struct reply
answer_payment(struct call *call)
{
    struct tree tree = {.arena = call->req->arena};
    cJSON *root = node_object(&tree);
    struct tale tale = call_tale(call, NULL);

    tale.pay = call->pay;
    tale.respcd = respcd_of(call, &tale);
    if (strcmp(tale.respcd, "0000") == 0)
        tale.respmsg = call->pay->respmsg;
    if (qfpay_outcome_of(tale.respcd) == QFPAY_OUTCOME_FAILURE)
        tale_write(&tale, SHEET_REFUSED, &tree, root);
    else
        tale_write_payment(&tale, &tree, root);
    return call_answer(call, &tale, &tree, root);
}

struct reply
payment_handle(struct call *call)
{
    struct reply reply;

    return call_keeps(call, CHAPTER_PAYMENT, &reply) ? answer_payment(call) : reply;
}
