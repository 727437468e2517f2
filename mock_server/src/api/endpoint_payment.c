/* POST /trade/v1/payment. What is left to decide here: whether the account may use the pay type,
 * whether the code of a payer works, what a situation asks for, and whether the number is new; then
 * the order is stored and answered. What sets one pay type apart is rows of pay_answers.def. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "auth_code.h"
#include "defect.h"
#include "identity.h"
#include "number_mistake.h"
#include "options.h"
#include "pay_answer.h"
#include "qfpay/datetime.h"
#include "qfpay/pay_type.h"
#include "refund_rules.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"
#include "trade.h"

/* The smallest amount of HKD. */
static int64_t
least_minor(const struct pay_answer *row)
{
    if (is_defect(DEFECT_AMOUNT_ABOVE_200))
        return 201;
    if (row->least_minor <= 1)
        return row->least_minor;
    return row->least_minor + defect_step(DEFECT_LEAST_AMOUNT_INCLUDED, DEFECT_LEAST_AMOUNT_HIGHER);
}

/* Pay type, currency and amount against what the account may use. */
static bool
is_enabled(struct request *req, const struct pay_answer *row, struct reply *reply)
{
    const char *pay_type = request_value(req, "pay_type");
    const char *txcurrcd = request_value(req, "txcurrcd");

    if (row == NULL ||
        (is_defect(DEFECT_PAY_TYPE_OWN_ENDPOINT) && strcmp(pay_type, "800201") != 0) ||
        (!merchant_has_pay_type(req->merchant, pay_type) &&
         !is_defect(DEFECT_PAY_TYPE_ALWAYS_ENABLED))) {
        *reply = refuse(req, is_defect(DEFECT_NOT_ENABLED_OTHER_CODE) ? "1104" : "1242",
                        "filter_error", QFPAY_REQ_PAY_TYPE_02,
                        "pay_type %s exists but is not enabled for this merchant.", pay_type);
        return false;
    }
    if (!merchant_has_currency(req->merchant, txcurrcd) &&
        !is_defect(DEFECT_CURRENCY_ALWAYS_ENABLED)) {
        *reply = refuse(req, "1242", "filter_error", QFPAY_REQ_PAY_CUR_02,
                        "txcurrcd %s exists but is not enabled for this merchant.", txcurrcd);
        return false;
    }
    if (strcmp(txcurrcd, "HKD") == 0 &&
        strtoll(request_value(req, "txamt"), NULL, 10) < least_minor(row)) {
        *reply = refuse(req, "1104", "txamt", QFPAY_REQ_PAY_WEB_02,
                        "A payment with pay_type %s needs more than HKD 1: at least %d.", pay_type,
                        (int)row->least_minor);
        return false;
    }
    return true;
}

static struct reply
refuse_duplicate(struct request *req)
{
    const struct profile *profile = req->server->profile;

    return refuse_with_text(
        req, is_defect(DEFECT_NUMBER_OTHER_CODE) ? "1104" : profile->duplicate_respcd,
        duplicate_text(req), is_defect(DEFECT_NUMBER_TEXT_LOST) ? "" : profile->duplicate_respmsg,
        QFPAY_REQ_PAY_OTN_02,
        "out_trade_no %s was used before by this merchant account. After a "
        "lost answer query by out_trade_no; never pay again under a new "
        "number before that.",
        request_value(req, "out_trade_no"));
}

/* txdtm is not compared with the clock (PAY-TXDTM-04); two mistakes do. */
static bool
is_txdtm_fine(struct request *req, struct reply *reply)
{
    const char *text;
    int64_t txdtm = req->now;

    if (!is_defect(DEFECT_TXDTM_COMPARED) && !is_defect(DEFECT_TXDTM_NOT_AHEAD))
        return true;
    text = request_value(req, "txdtm");
    (void)qfpay_datetime_parse(text, strlen(text), QFPAY_SYSTEM_ZONE_MINUTES, &txdtm);
    if (is_defect(DEFECT_TXDTM_NOT_AHEAD) ? txdtm <= req->now : llabs(txdtm - req->now) < 86400)
        return true;
    *reply = refuse(req, "1104", "txdtm", QFPAY_REQ_PAY_TXDTM_03, "txdtm is too far from now.");
    return false;
}

/* When an unpaid order expires. A pay type without expired_time ignores it (PAY-EXP-04). */
static int64_t
expiry(struct request *req, const struct pay_answer *row)
{
    const struct qfpay_pay_type *type = qfpay_pay_type_find(row->pay_type, strlen(row->pay_type));
    const char *asked = request_value(req, "expired_time");
    bool heeds = type != NULL && type->expired_time && !is_defect(DEFECT_EXPIRY_IGNORED);
    bool is_asked = asked[0] != '\0' && (heeds || is_defect(DEFECT_EXPIRY_EVERYWHERE));
    int64_t minutes = row->minutes + is_defect(DEFECT_EXPIRY_DEFAULT_LONGER);
    int64_t from = req->now;

    if (is_defect(DEFECT_FREEZE_30_MINUTES) && row->minutes == 15)
        minutes = 30;
    if (is_defect(DEFECT_EXPIRY_FROM_TXDTM))
        (void)qfpay_datetime_parse(request_value(req, "txdtm"), strlen(request_value(req, "txdtm")),
                                   QFPAY_SYSTEM_ZONE_MINUTES, &from);
    if (is_asked)
        minutes = strtoll(asked, NULL, 10);
    return from + (is_defect(DEFECT_EXPIRY_IN_SECONDS) && is_asked ? 1 : 60) * minutes;
}

/* An order as the request asks for it. */
static void
draft(struct request *req, const struct pay_answer *row, struct trade *trade)
{
    int64_t auto_pay = req->server->settings->auto_pay_seconds;

    memset(trade, 0, sizeof(*trade));
    trade->account = req->account->id;
    trade->state = is_defect(DEFECT_ACCEPTED_AS_PAID) ? TRADE_PAID : TRADE_UNPAID;
    trade->paydtm = is_defect(DEFECT_ACCEPTED_AS_PAID) ? req->now : 0;
    trade->notify_as = (int)req->situation.notification;
    trade->out_trade_no = request_value(req, "out_trade_no");
    trade->txamt_minor = strtoll(request_value(req, "txamt"), NULL, 10);
    if (is_defect(DEFECT_AMOUNT_IN_32_BITS))
        trade->txamt_minor = (int32_t)trade->txamt_minor;
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
    trade->expires = expiry(req, row);
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

/* The payer has shown a code or a card: the money moves at once, unless a situation has something
 * else in store; then the payer is typing the password (PAY-CPM-02). */
static void
scan(struct trade *trade, int64_t now)
{
    if (trade->state != TRADE_UNPAID || is_defect(DEFECT_SCANNED_CODE_WAITS))
        return;
    trade->auto_pay_at = 0;
    if (trade->ending[0] != '\0' && is_defect(DEFECT_PASSWORD_IS_FAILURE)) {
        trade->state = TRADE_FAILED;
        memcpy(trade->respcd, "1201", sizeof(trade->respcd));
        trade->asks_left = 0;
        return;
    }
    if (trade->ending[0] != '\0') {
        trade->state = TRADE_PASSWORD;
        return;
    }
    trade->state = TRADE_PAID;
    trade->paydtm = now;
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

/* The wallet refuses a code that is none of its own, or one that has been used (PAY-CPM-03). */
static void
refuse_code(struct trade *trade)
{
    trade->state = TRADE_FAILED;
    memcpy(trade->respcd, is_defect(DEFECT_SCANNED_CODE_OTHER_CODE) ? "1104" : "1202",
           sizeof(trade->respcd));
}

/* Why the channel refused, for those who look at the headers. */
static void
explain(struct reply *reply, const struct trade *trade, enum auth_code_verdict verdict)
{
    if (qfpay_outcome_of(reply->respcd) != QFPAY_OUTCOME_FAILURE)
        return;
    if (trade->state != TRADE_FAILED) {
        reply->requirement = QFPAY_REQ_RSP_13;
        reply->diagnosis = SITUATION_DOUBT_DIAGNOSIS;
        return;
    }
    reply->requirement = verdict == AUTH_CODE_FINE ? QFPAY_REQ_RSP_13 : QFPAY_REQ_PAY_CPM_03;
    reply->diagnosis = verdict == AUTH_CODE_FINE
                           ? "The trigger asked for this refusal by the channel."
                       : verdict == AUTH_CODE_USED
                           ? "This auth_code has been used: each works once, so have the "
                             "payer show a new one."
                           : "This auth_code is not one of this pay type's wallet. WeChat's "
                             "begin with 13 and Alipay's with 28, and have 18 digits.";
}

/* Store the order, and answer. */
static struct reply
accept(struct request *req, const struct pay_answer *row, struct trade *trade,
       enum auth_code_verdict verdict)
{
    struct reply reply;

    if (defect_on != DEFECT_NONE && number_mistake(req, row, trade, &reply))
        return reply;
    switch (settle_insert(req->server, req->merchant, trade)) {
    case STORE_OK:
        if (verdict == AUTH_CODE_FINE && auth_code_use(req, row) != STORE_OK)
            return fault(req, "remember a payer's code");
        reply = pay_answer_say(req, row, trade);
        explain(&reply, trade, verdict);
        return reply;
    case STORE_DUPLICATE:
        return refuse_duplicate(req);
    case STORE_ABSENT:
    case STORE_FAILED:
        break;
    }
    return fault(req, "store an order");
}

struct reply
payment_handle(struct request *req)
{
    const struct pay_answer *row = pay_answer_find(request_value(req, "pay_type"));
    struct situation *situation = &req->situation;
    enum auth_code_verdict verdict;
    enum wallet wallet;
    struct trade trade;
    struct reply reply;

    if (!is_enabled(req, row, &reply))
        return reply;
    if (!is_txdtm_fine(req, &reply))
        return reply;
    draft(req, row, &trade);
    if (!identity_read(req, &trade, &reply))
        return reply;
    verdict = auth_code_judge(req, row, &wallet);
    if (verdict == AUTH_CODE_FAULT)
        return fault(req, "look for a payer's code");
    if (verdict == AUTH_CODE_FINE && situation->kind == SITUATION_NONE)
        auth_code_situation(req, row, situation);
    if (situation->kind == SITUATION_ANSWER && situation->code->stage == QFPAY_STAGE_EARLY &&
        situation->code->outcome == QFPAY_OUTCOME_FAILURE)
        return refuse_early(req, &trade, situation->code);
    if (verdict != AUTH_CODE_FINE)
        refuse_code(&trade);
    else if (situation->kind != SITUATION_NONE)
        follow(situation, &trade);
    if (row->begin != PAY_AT_PAYER)
        scan(&trade, req->now);
    trade.id = store_next_id(req->server->store);
    if (row->wallet == WALLET_BY_CODE && !wallet_keep(wallet, req, &trade))
        return fault(req, "number a payment");
    return accept(req, row, &trade, verdict);
}
