/* POST /trade/v1/payment. What is left to decide here: whether the account may use the pay type,
 * what a situation asks for, and whether the number is new; then the order is stored and answered.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "channel.h"
#include "identity.h"
#include "node.h"
#include "options.h"
#include "qfpay/datetime.h"
#include "refund_rules.h"
#include "refuse.h"
#include "server.h"
#include "trade.h"

enum { DEFAULT_EXPIRED_TIME_MINUTES = 30 }; /* PAY-EXP-02 */

/* The answer's keys in the order of the seed's sample (OQ-50), and of a refusal by the channel
 * (RSP-13, observed.md 1). */
static const char *const accepted_keys[] = {
    "sysdtm", "paydtm", "txcurrcd", "respmsg",      "qrcode", "pay_type", "cardcd", "udid",
    "txdtm",  "txamt",  "resperr",  "out_trade_no", "syssn",  "respcd",   "chnlsn", NULL};
static const char *const channel_refusal_keys[] = {
    "pay_type", "sysdtm",       "paydtm", "txdtm",  "udid",   "txcurrcd", "txamt", "resperr",
    "respmsg",  "out_trade_no", "syssn",  "respcd", "chnlsn", "cardcd",   NULL};

/* Pay type and currency against what the account may use. */
static bool
is_enabled(struct request *req, struct reply *reply)
{
    const char *pay_type = request_value(req, "pay_type");
    const char *txcurrcd = request_value(req, "txcurrcd");

    if (!merchant_has_pay_type(req->merchant, pay_type)) {
        *reply = refuse(req, "1242", "filter_error", QFPAY_REQ_PAY_TYPE_02,
                        "pay_type %s exists but is not enabled for this merchant.", pay_type);
        return false;
    }
    if (!merchant_has_currency(req->merchant, txcurrcd)) {
        *reply = refuse(req, "1242", "filter_error", QFPAY_REQ_PAY_CUR_02,
                        "txcurrcd %s exists but is not enabled for this merchant.", txcurrcd);
        return false;
    }
    return true;
}

static struct reply
refuse_duplicate(struct request *req)
{
    const struct profile *profile = req->server->profile;

    return refuse_with_text(req, profile->duplicate_respcd, duplicate_text(req),
                            profile->duplicate_respmsg, QFPAY_REQ_PAY_OTN_02,
                            "out_trade_no %s was used before by this merchant account. After a "
                            "lost answer query by out_trade_no; never pay again under a new "
                            "number before that.",
                            request_value(req, "out_trade_no"));
}

/* An order as the request asks for it. */
static void
draft(struct request *req, struct trade *trade)
{
    const char *minutes = request_value(req, "expired_time");
    int64_t auto_pay = req->server->settings->auto_pay_seconds;

    memset(trade, 0, sizeof(*trade));
    trade->account = req->account->id;
    trade->state = TRADE_UNPAID;
    trade->notify_as = (int)req->situation.notification;
    trade->out_trade_no = request_value(req, "out_trade_no");
    trade->txamt_minor = strtoll(request_value(req, "txamt"), NULL, 10);
    trade->txcurrcd = request_value(req, "txcurrcd");
    trade->pay_type = request_value(req, "pay_type");
    trade->kind = refund_rule_of(trade->pay_type)->is_preauth ? TRADE_PREAUTH : TRADE_PAYMENT;
    trade->txdtm = request_value(req, "txdtm");
    trade->goods_name = request_value(req, "goods_name");
    trade->udid = request_value(req, "udid");
    trade->notify_url = request_value(req, "notify_url");
    trade->user_creid = "";
    trade->user_truename = "";
    trade->note = "";
    trade->origssn = "";
    trade->chnlsn = "";
    trade->sysdtm = req->now;
    trade->expires = req->now + 60 * (minutes[0] == '\0' ? DEFAULT_EXPIRED_TIME_MINUTES
                                                         : strtoll(minutes, NULL, 10));
    trade->auto_pay_at = auto_pay < 0 ? 0 : req->now + auto_pay;
}

/* Write a situation into the order's future. */
static void
follow(const struct situation *situation, struct trade *trade)
{
    const struct qfpay_code *code = situation->code;

    if (situation->kind == SITUATION_ANSWER && code->outcome == QFPAY_OUTCOME_FAILURE) {
        trade->state = TRADE_FAILED;
        memcpy(trade->respcd, code->respcd, sizeof(trade->respcd));
        return;
    }
    if (situation->kind == SITUATION_ANSWER && code->outcome == QFPAY_OUTCOME_SUCCESS)
        return;
    trade_script(trade, code, situation->ending_asks);
}

struct view {
    const char *key;
    const char *value;
};

static struct reply
answer_order(struct request *req, const struct trade *trade, const char *respcd)
{
    bool is_failure = qfpay_outcome_of(respcd) == QFPAY_OUTCOME_FAILURE;
    const char *const *keys = is_failure ? channel_refusal_keys : accepted_keys;
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    char *syssn = arena_alloc(req->arena, SYSSN_SIZE);
    char *qrcode = arena_alloc(req->arena, QRCODE_SIZE);
    char *sysdtm = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);

    if (syssn == NULL || qrcode == NULL || sysdtm == NULL)
        return fault(req, "answer a payment");
    channel_syssn(trade->id, trade->sysdtm, syssn);
    channel_qrcode(req->server->seed, trade->id, qrcode);
    qfpay_datetime_format(trade->sysdtm, QFPAY_SYSTEM_ZONE_MINUTES, sysdtm);

    const struct view views[] = {
        {"sysdtm", sysdtm},
        {"paydtm", sysdtm},
        {"txcurrcd", trade->txcurrcd},
        {"respmsg", strcmp(respcd, "0000") == 0 ? "OK" : ""},
        {"qrcode", qrcode},
        {"pay_type", trade->pay_type},
        {"cardcd", ""},
        {"udid", trade->udid[0] == '\0' ? "qiantai2" : trade->udid}, /* RSP-11 */
        {"txdtm", trade->txdtm},
        {"txamt", request_value(req, "txamt")},
        {"resperr", code_text(req, respcd)},
        {"out_trade_no", trade->out_trade_no},
        {"syssn", syssn},
        {"respcd", respcd},
        {"chnlsn", ""},
    };
    for (; *keys != NULL; keys++) {
        for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
            if (strcmp(views[i].key, *keys) == 0)
                node_text(&tree, root, views[i].key, views[i].value);
        }
    }
    return answer(req, &tree, root, respcd);
}

/* A code that QFPay says before it calls the channel: nothing is stored (PAY-OTN-07). */
static struct reply
refuse_early(struct request *req, const struct trade *trade, const struct qfpay_code *code)
{
    struct trade other;

    switch (store_trade_by_number(req->server->store, req->arena, trade->account,
                                  trade->out_trade_no, strlen(trade->out_trade_no), &other)) {
    case STORE_OK:
        return refuse_duplicate(req);
    case STORE_ABSENT:
        return refuse(req, code->respcd, "", QFPAY_REQ_RSP_12, "The trigger asked for %s.",
                      code->respcd);
    case STORE_DUPLICATE:
    case STORE_FAILED:
        break;
    }
    return fault(req, "look for an order number");
}

struct reply
payment_handle(struct request *req)
{
    const struct situation *situation = &req->situation;
    struct trade trade;
    struct reply reply;
    const char *respcd = "0000";

    if (!is_enabled(req, &reply))
        return reply;
    draft(req, &trade);
    if (!identity_read(req, &trade, &reply))
        return reply;
    if (situation->kind == SITUATION_ANSWER) {
        respcd = situation->code->respcd;
        if (situation->code->stage == QFPAY_STAGE_EARLY &&
            situation->code->outcome == QFPAY_OUTCOME_FAILURE)
            return refuse_early(req, &trade, situation->code);
    }
    if (situation->kind != SITUATION_NONE)
        follow(situation, &trade);
    trade.id = store_next_id(req->server->store);
    switch (store_insert_trade(req->server->store, &trade)) {
    case STORE_OK:
        reply = answer_order(req, &trade, respcd);
        if (trade.state == TRADE_FAILED) {
            reply.requirement = QFPAY_REQ_RSP_13;
            reply.diagnosis = "The trigger asked for this refusal by the channel.";
        }
        return reply;
    case STORE_DUPLICATE:
        return refuse_duplicate(req);
    case STORE_ABSENT:
    case STORE_FAILED:
        break;
    }
    return fault(req, "store an order");
}
