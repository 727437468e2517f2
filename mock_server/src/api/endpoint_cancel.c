/* Reversal and close (contract 8 and 9): two ways to end an order before it is paid. They differ in
 * the pay types that have them, in what they compare, and in the keys of the answer; what they did
 * is no record of its own (QRY-18) and is remembered in the order. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "defect.h"
#include "notify.h"
#include "operation.h"
#include "qfpay/pay_type.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

static const char *const reversal_keys[] = {"orig_syssn", "syssn",   "txamt",  "txcurrcd",
                                            "txdtm",      "sysdtm",  "chnlsn", "respcd",
                                            "resperr",    "respmsg", NULL};
static const char *const close_keys[] = {"orig_syssn", "sysdtm",   "cardcd", "txdtm",
                                         "resperr",    "txcurrcd", "txamt",  "respmsg",
                                         "syssn",      "respcd",   NULL};

/* How the two differ. */
struct way {
    const char *name;
    const char *const *keys;
    enum trade_state to;
    const char *again_respcd; /* for a closed order (CLS-07, RVS-18) */
    bool compares_amount;
    enum qfpay_req needs_number;
    enum qfpay_req unknown;
    enum qfpay_req supported;
    enum qfpay_req unpaid_only;
    enum qfpay_req again;
    enum qfpay_req amount;
    enum qfpay_req expired;
};

static const struct way reversal = {
    .name = "reversal",
    .keys = reversal_keys,
    .to = TRADE_REVERSED,
    .again_respcd = "1263",
    .compares_amount = true,
    .needs_number = QFPAY_REQ_RVS_14,
    .unknown = QFPAY_REQ_RVS_14,
    .supported = QFPAY_REQ_RVS_13,
    .unpaid_only = QFPAY_REQ_RVS_10,
    .again = QFPAY_REQ_RVS_18,
    .amount = QFPAY_REQ_RVS_14,
    .expired = QFPAY_REQ_RVS_10,
};

static const struct way closing = {
    .name = "close",
    .keys = close_keys,
    .to = TRADE_CLOSED,
    .again_respcd = "1142",
    .compares_amount = false, /* CLS-04 */
    .needs_number = QFPAY_REQ_CLS_03,
    .unknown = QFPAY_REQ_CLS_05,
    .supported = QFPAY_REQ_CLS_02,
    .unpaid_only = QFPAY_REQ_CLS_01,
    .again = QFPAY_REQ_CLS_07,
    .amount = QFPAY_REQ_CLS_04,
    .expired = QFPAY_REQ_CLS_08,
};

/* Whether a pay type has it. */
static bool
has_way(const struct way *way, const struct qfpay_pay_type *row)
{
    if (way == &closing)
        return row->close &&
               !(is_defect(DEFECT_CLOSE_NOT_800201) && strcmp(row->pay_type, "800201") == 0);
    if (row->mode == QFPAY_MODE_CARD && is_defect(DEFECT_REVERSAL_OF_CARDS))
        return true;
    if (row->mode != QFPAY_MODE_CARD && is_defect(DEFECT_REVERSAL_EVERYWHERE))
        return true;
    return row->reversal &&
           !(is_defect(DEFECT_REVERSAL_NOT_800101) && strcmp(row->pay_type, "800101") == 0);
}

/* Whether orders like this can be ended this way at all (RVS-12, RVS-16, CLS-02). */
static bool
check_supported(struct request *req, const struct way *way, const struct trade *order,
                struct reply *reply)
{
    const struct qfpay_pay_type *row = qfpay_pay_type_find(order->pay_type,
                                                           strlen(order->pay_type));

    if (req->merchant->t0 && !is_defect(DEFECT_CANCEL_FOR_T0)) {
        *reply = refuse(req, "1150", "", QFPAY_REQ_RVS_17,
                        "Merchants of the T0 settlement cannot cancel orders.");
        return false;
    }
    if (row != NULL && has_way(way, row))
        return true;
    if (row != NULL && row->mode == QFPAY_MODE_CARD)
        *reply = refuse(req, "1297", "", QFPAY_REQ_RVS_16, "Card payments cannot be cancelled.");
    else
        *reply = refuse(req, is_defect(DEFECT_REVERSAL_NOT_OTHER_CODE) ? "1104" : "1297", "",
                        way->supported, "Orders of pay type %s have no %s.", order->pay_type,
                        way->name);
    return false;
}

/* A paid order is beyond both, except for accounts with the reversal of old (OQ-28): there it gives
 * the money of a scanned code back. */
static bool
check_paid(struct request *req, const struct way *way, const struct trade *order,
           struct reply *reply)
{
    const struct qfpay_pay_type *row = qfpay_pay_type_find(order->pay_type,
                                                           strlen(order->pay_type));
    bool is_refunded = order->refunded_minor == order->txamt_minor;

    if (req->merchant->legacy_reversal && way == &reversal && row != NULL &&
        row->mode == QFPAY_MODE_CPM && order->state == TRADE_PAID && order->refunded_minor == 0 &&
        order->refunding == 0)
        return true;
    if (is_defect(way == &reversal ? DEFECT_REVERSAL_OF_PAID : DEFECT_CLOSE_OF_PAID))
        return true;
    *reply = refuse(req,
                    is_refunded ? "1262"
                    : is_defect(way == &reversal ? DEFECT_REVERSAL_PAID_OTHER_CODE
                                                 : DEFECT_CLOSE_PAID_OTHER_CODE)
                        ? "1297"
                        : "1260",
                    "", way->unpaid_only,
                    is_refunded ? "The order was paid and is refunded."
                                : "The order is paid: use refund (PIT-37).");
    return false;
}

/* Whether an order that has ended may end once more by mistake. */
static bool
ends_again(const struct way *way, enum trade_state state)
{
    return (way == &closing && state == TRADE_CLOSED && is_defect(DEFECT_CLOSE_TWICE)) ||
           (way == &closing && state == TRADE_EXPIRED && is_defect(DEFECT_CLOSE_OF_EXPIRED)) ||
           (way == &reversal && state == TRADE_REVERSED && is_defect(DEFECT_REVERSAL_TWICE));
}

static bool
check_state(struct request *req, const struct way *way, const struct trade *order,
            struct reply *reply)
{
    if (ends_again(way, order->state))
        return true;
    switch (order->state) {
    case TRADE_UNPAID:
    case TRADE_SCANNED:
    case TRADE_PASSWORD:
    case TRADE_PROCESSING:
        return true;
    case TRADE_PAID:
    case TRADE_FINISHED:
        return check_paid(req, way, order, reply);
    case TRADE_CLOSED:
        *reply = refuse(req, way->again_respcd, "", way->again, "The order is closed already.");
        return false;
    case TRADE_REVERSED:
    case TRADE_REVOKED:
        *reply = refuse(req, "1263", "", QFPAY_REQ_RVS_18, "The order is reversed already.");
        return false;
    case TRADE_EXPIRED:
        *reply = refuse(req, "1181", "", way->expired, "The order expired before this call.");
        return false;
    case TRADE_FAILED:
    case TRADE_STATE_COUNT:
        break;
    }
    *reply = refuse(req, "1136", "", way->unknown,
                    "The payment failed already: there is nothing to cancel.");
    return false;
}

static bool
check_amount(struct request *req, const struct way *way, const struct trade *order,
             struct reply *reply)
{
    int64_t txamt = strtoll(request_value(req, "txamt"), NULL, 10);

    if (way == &closing && is_defect(DEFECT_CLOSE_COMPARES_TIME) &&
        strcmp(request_value(req, "txdtm"), order->txdtm) != 0) {
        *reply = refuse(req, "1266", "", way->amount, "txdtm is not the order's.");
        return false;
    }
    if (txamt == order->txamt_minor ||
        (!way->compares_amount && !is_defect(DEFECT_CLOSE_COMPARES_AMOUNT)) ||
        (way == &reversal && is_defect(DEFECT_REVERSAL_AMOUNT_IGNORED)) ||
        (is_defect(DEFECT_REVERSAL_AMOUNT_UP_TO) && txamt <= order->txamt_minor))
        return true;
    *reply = refuse(req, "1266", "", way->amount,
                    "txamt is %" PRId64 ", but the order's is %" PRId64 ".", txamt,
                    order->txamt_minor);
    return false;
}

static struct reply
end_order(struct request *req, const struct way *way, struct trade *order)
{
    const char *asked = operation_situation(req);
    bool was_success = trade_is_success(order);
    struct operation operation = operation_of(req, order, store_next_id(req->server->store));

    if (!is_defect(way == &reversal ? DEFECT_REVERSAL_DOES_NOTHING : DEFECT_CLOSE_DOES_NOTHING))
        order->state = was_success ? TRADE_REVOKED : way->to;
    order->asks_left = 0;
    order->ended_by = operation.id;
    if (settle_update(req->server, req->merchant, order, was_success) != STORE_OK)
        return fault(req, "store the end of an order");
    if (is_defect(DEFECT_NOTIFY_CLOSED))
        notify_trade(req->server, req->merchant, order, NOTIFY_KIND_PAYMENT);
    if (asked[0] != '\0') /* 1143, 1145: in progress; the query shows the end (RVS-11) */
        operation.respcd = asked;
    return operation_answer(req, is_defect(DEFECT_CANCEL_ANSWER_KEYS) ? reversal.keys : way->keys,
                            &operation);
}

static struct reply
cancel(struct request *req, const struct way *way)
{
    const char *asked = operation_situation(req);
    struct trade order;
    struct reply reply;

    if (request_value(req, "syssn")[0] == '\0' && request_value(req, "out_trade_no")[0] == '\0')
        return refuse(req, "1104", "syssn", way->needs_number,
                      "Either syssn or out_trade_no must say which order is meant.");
    if (!operation_find(req, way->unknown, &order, &reply) ||
        !operation_numbers_agree(req, QFPAY_REQ_RVS_14, &order, &reply))
        return reply;
    if (trade_is_refund(&order) && is_defect(DEFECT_REVERSAL_UNDOES_REFUND))
        return end_order(req, way, &order);
    if (!trade_is_order(&order))
        return operation_unknown(req, way->unknown);
    if (asked[0] != '\0' && qfpay_outcome_of(asked) == QFPAY_OUTCOME_FAILURE)
        return operation_refuse_as_asked(req);
    if (!check_supported(req, way, &order, &reply) || !check_state(req, way, &order, &reply) ||
        !check_amount(req, way, &order, &reply))
        return reply;
    return end_order(req, way, &order);
}

struct reply
reversal_handle(struct request *req)
{
    return cancel(req, &reversal);
}

struct reply
close_handle(struct request *req)
{
    return cancel(req, &closing);
}
