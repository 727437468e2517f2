/* POST /trade/v1/refund (contract 7). The rules stand in one list, in the order in which they
 * speak; what they share is the payment and the refund in the making. A refund that the channel
 * refuses is stored as a failed one, because it has a number of its own (RSP-13). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "defect.h"
#include "node.h"
#include "operation.h"
#include "qfpay/currency.h"
#include "qfpay/datetime.h"
#include "qfpay/pay_type.h"
#include "record.h"
#include "refund_rules.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

enum { DAY = 24 * 3600, MINUTE = 60 };

/* Texts as captured (observed.md 3), spelling mistakes included. */
#define TEXT_REFUNDED "Order closed, please confirm the order status before continuing"
#define TEXT_VOID_PART                                                                             \
    "For void request, it must be a full refund, please correct refund amount and re-initiate it"
#define TEXT_BALANCE                                                                               \
    "Today this payment method refundable balance is %s, not enough.Please try it again when you " \
    "have enough incomes."
#define TEXT_IN_PROGRESS                                                                           \
    "You still have prosessing requests, please do not repeat the initiation.\n"                   \
    "該筆訂單仍有正在處理中的退款請求，請勿重複提交申請。"

static const char *const refund_keys[] = {
    "orig_syssn", "sysdtm",       "paydtm", "txdtm",  "udid",   "txcurrcd", "txamt", "resperr",
    "respmsg",    "out_trade_no", "syssn",  "respcd", "chnlsn", "cardcd",   NULL};

/* The refund in the making. */
struct refund {
    struct trade original;
    struct trade trade;
    const struct refund_rule *rule;
    int64_t rest; /* of the payment */
};

/* Why not. */
struct refusal {
    const char *respcd;
    const char *resperr; /* NULL: the code's own */
    const char *respmsg;
    enum qfpay_req broken;
    const char *diagnosis;
};

static bool
say_no(struct refusal *refusal, const char *respcd, enum qfpay_req broken, const char *diagnosis)
{
    *refusal = (struct refusal){
        .respcd = respcd, .respmsg = "", .broken = broken, .diagnosis = diagnosis};
    return false;
}

/* Seconds since midnight, and the number of the day, where QFPay's clocks are. */
static int64_t
system_time(int64_t instant)
{
    return instant + INT64_C(60) * QFPAY_SYSTEM_ZONE_MINUTES;
}

static int64_t
day_start(int64_t instant)
{
    return instant - system_time(instant) % DAY;
}

static bool
check_refundable(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    const char *pay_type = refund->original.pay_type;
    const struct qfpay_pay_type *row = qfpay_pay_type_find(pay_type, strlen(pay_type));

    if (row != NULL && !row->refund)
        return say_no(refusal, "1155", QFPAY_REQ_RFD_10,
                      arena_printf(req->arena, "pay type %s cannot be refunded.", pay_type));
    if ((!req->server->profile->refunds_fps || is_defect(DEFECT_REFUND_FPS_NEVER)) &&
        strcmp(pay_type, "802001") == 0)
        return say_no(refusal, "1155", QFPAY_REQ_RFD_25,
                      "The documents say that FPS cannot be refunded; --profile observed allows it "
                      "for 29 days, as merchants see it.");
    if (refund->original.kind == TRADE_PREAUTH && !is_defect(DEFECT_PREAUTH_REFUNDED))
        return say_no(refusal, "1261", QFPAY_REQ_AUT_05,
                      "A pre-authorisation freezes money and takes none: refund a capture by the "
                      "capture's syssn, or release the rest by unfreeze.");
    return true;
}

static bool
check_paid(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    switch (refund->original.state) {
    case TRADE_PAID:
    case TRADE_FINISHED:
        return true;
    case TRADE_CLOSED:
        return say_no(refusal, is_defect(DEFECT_REFUND_CLOSED_OTHER_CODE) ? "1261" : "1264",
                      QFPAY_REQ_RFD_22, "The order was closed: nothing was paid.");
    case TRADE_REVERSED:
    case TRADE_REVOKED:
        return say_no(refusal, is_defect(DEFECT_REFUND_REVERSED_OTHER_CODE) ? "1264" : "1263",
                      QFPAY_REQ_RFD_22, "The order was reversed.");
    case TRADE_UNPAID:
    case TRADE_SCANNED:
    case TRADE_PASSWORD:
    case TRADE_PROCESSING:
    case TRADE_FAILED:
    case TRADE_EXPIRED:
    case TRADE_STATE_COUNT:
        break;
    }
    if (is_defect(DEFECT_REFUND_UNPAID))
        return true;
    return say_no(refusal, is_defect(DEFECT_REFUND_UNPAID_OTHER_CODE) ? "1297" : "1261",
                  QFPAY_REQ_RFD_10,
                  arena_printf(req->arena,
                               "The order is %s; only a paid one can be refunded. An unpaid one is "
                               "ended by close or reversal.",
                               trade_state_name(refund->original.state)));
}

static bool
check_none_in_progress(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    (void)req;
    if (refund->original.refunding == 0 || is_defect(DEFECT_REFUND_WHILE_PENDING))
        return true;
    (void)say_no(refusal, "1102", QFPAY_REQ_RFD_20,
                 "Another refund of this order is in progress: query its number until it is final, "
                 "then refund the rest.");
    refusal->resperr = TEXT_IN_PROGRESS;
    return false;
}

static bool
check_rest(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    if (refund->rest == 0) {
        (void)say_no(refusal, is_defect(DEFECT_REFUND_AGAIN_OTHER_CODE) ? "1272" : "1264",
                     QFPAY_REQ_RFD_14, "The order is refunded in full already.");
        refusal->resperr = captured_text(req, TEXT_REFUNDED, "1264");
        refusal->respmsg = is_defect(DEFECT_REFUND_AGAIN_TEXT_LOST) ? "" : "wrong cancel";
        return false;
    }
    if (refund->trade.txamt_minor <= refund->rest)
        return true;
    return say_no(
        refusal, is_defect(DEFECT_REFUND_OVER_OTHER_CODE) ? "1269" : "1272", QFPAY_REQ_RFD_11,
        arena_printf(req->arena,
                     "txamt is %" PRId64 ", but of the payment's %" PRId64 " only %" PRId64
                     " are left to refund.",
                     refund->trade.txamt_minor, refund->original.txamt_minor, refund->rest));
}

static bool
check_void(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    (void)req;
    if (refund->trade.kind != TRADE_VOID || is_defect(DEFECT_REFUND_VOID_PART) ||
        refund->trade.txamt_minor == refund->original.txamt_minor)
        return true;
    (void)say_no(refusal, "1124", QFPAY_REQ_RFD_18,
                 "A card payment of today can only be voided as a whole; from tomorrow on parts "
                 "can be refunded.");
    refusal->resperr = TEXT_VOID_PART;
    return false;
}

static bool
check_partial(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    if (refund->trade.txamt_minor == refund->original.txamt_minor)
        return true;
    if (is_defect(DEFECT_REFUND_WHOLE_ONLY_IGNORED))
        return true;
    if (merchant_refunds_only_in_full(req->merchant, refund->original.txcurrcd))
        return say_no(refusal, is_defect(DEFECT_REFUND_WHOLE_CODES_SWAPPED) ? "1271" : "1270",
                      QFPAY_REQ_RFD_12, "Payments in this currency are refunded in full only.");
    if (merchant_refunds_only_in_full(req->merchant, refund->original.pay_type) ||
        is_defect(DEFECT_REFUND_WHOLE_ONLY))
        return say_no(refusal, is_defect(DEFECT_REFUND_WHOLE_CODES_SWAPPED) ? "1270" : "1271",
                      QFPAY_REQ_RFD_12, "Payments of this pay type are refunded in full only.");
    return true;
}

static bool
check_night(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    int64_t second = (is_defect(DEFECT_REFUND_NIGHT_IN_UTC) ? req->now : system_time(req->now)) %
                     DAY;
    int64_t begin = 30 * MINUTE +
                    defect_step(DEFECT_REFUND_NIGHT_ENDS_EARLY, DEFECT_REFUND_NIGHT_ENDS_LATE);
    int64_t end = (23 * 60 + 30) * MINUTE +
                  defect_step(DEFECT_REFUND_NIGHT_STARTS_EARLY, DEFECT_REFUND_NIGHT_STARTS_LATE);

    (void)refund;
    if (!req->merchant->night_window || is_defect(DEFECT_REFUND_NIGHT_IGNORED) ||
        (second >= begin && second < end))
        return true;
    return say_no(refusal, "1265", QFPAY_REQ_RFD_16,
                  "There are no refunds between 23:30 and 00:30 (UTC+8): try again later.");
}

/* What is left of the day's takings, as the captured text writes it. */
static const char *
balance_text(struct request *req, int64_t balance, const char *txcurrcd)
{
    char text[QFPAY_AMOUNT_TEXT_SIZE];

    if (balance <= 0)
        return arena_printf(req->arena, "0 %s", txcurrcd);
    qfpay_amount_format(balance, txcurrcd, text);
    return arena_printf(req->arena, "%s", text);
}

/* false with an empty refusal: the store failed. */
static bool
check_balance(struct request *req, const struct refund *refund, struct refusal *refusal)
{
    const struct trade *original = &refund->original;
    char wallet[WALLET_DIGITS + 1];
    int64_t balance = 0;
    int64_t from = day_start(req->now) - (is_defect(DEFECT_REFUND_BALANCE_OF_WEEK) ? 6 * DAY : 0);

    if (!req->merchant->refund_balance || is_defect(DEFECT_REFUND_BALANCE_IGNORED))
        return true;
    memcpy(wallet, original->pay_type, WALLET_DIGITS);
    wallet[is_defect(DEFECT_REFUND_BALANCE_ALL_METHODS) ? 0 : WALLET_DIGITS] = '\0';
    if (store_day_balance(req->server->store, original->account, from, wallet, original->txcurrcd,
                          &balance) != STORE_OK)
        return false;
    if (refund->trade.txamt_minor <=
        balance + defect_step(DEFECT_REFUND_BALANCE_ONE_MORE, DEFECT_REFUND_BALANCE_ONE_LESS))
        return true;
    (void)say_no(refusal, "1269", QFPAY_REQ_RFD_15,
                 "Refunds are drawn from what this payment method took today; try again after "
                 "more income.");
    refusal->resperr = captured_text(
        req, arena_printf(req->arena, TEXT_BALANCE, balance_text(req, balance, original->txcurrcd)),
        "1269");
    return false;
}

typedef bool refund_check(struct request *req, const struct refund *refund,
                          struct refusal *refusal);

/* In the order in which they speak. */
static refund_check *const checks[] = {
    check_refundable, check_paid,  check_none_in_progress, check_rest, check_void,
    check_partial,    check_night, check_balance,
};

/* The captured refusals carry the original; that of a void has no currency (observed.md 3). */
static struct reply
refuse_refund(struct request *req, const struct refund *refund, const struct refusal *refusal)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (refusal->respcd == NULL)
        return fault(req, "check a refund");
    node_text(&tree, root, "orig_syssn", record_syssn(req, &refund->original));
    if (refusal->broken != QFPAY_REQ_RFD_18)
        node_text(&tree, root, "txcurrcd", refund->original.txcurrcd);
    node_text(&tree, root, "resperr",
              refusal->resperr == NULL ? code_text(req, refusal->respcd) : refusal->resperr);
    node_text(&tree, root, "respmsg", refusal->respmsg);
    node_text(&tree, root, "out_trade_no", request_value(req, "out_trade_no"));
    node_text(&tree, root, "respcd", refusal->respcd);
    return refuse_tree(req, &tree, root, refusal->respcd, refusal->broken, "%s",
                       refusal->diagnosis == NULL ? "" : refusal->diagnosis);
}

static struct reply
refuse_used_number(struct request *req, const struct refund *refund)
{
    const struct profile *profile = req->server->profile;

    return refuse_refund(
        req, refund,
        &(struct refusal){
            .respcd = is_defect(DEFECT_REFUND_NUMBER_OTHER_CODE) ? "1104"
                                                                 : profile->duplicate_respcd,
            .resperr = duplicate_text(req),
            .respmsg = profile->duplicate_respmsg,
            .broken = QFPAY_REQ_RFD_19,
            .diagnosis = "A refund needs an out_trade_no of its own, used by no payment and no "
                         "refund before (PIT-22). If an earlier refund is in progress, query it "
                         "instead of sending it again (PIT-23).",
        });
}

/* Whether both instants lie in one day of sale. */
static bool
is_same_day(int64_t sale, int64_t now)
{
    if (is_defect(DEFECT_REFUND_VOID_24_HOURS))
        return now - sale < DAY;
    if (is_defect(DEFECT_REFUND_VOID_DAY_IN_UTC))
        return sale / DAY == now / DAY;
    return day_start(sale) == day_start(now);
}

static void
draft(struct request *req, struct refund *refund)
{
    const struct trade *original = &refund->original;
    struct trade *trade = &refund->trade;
    bool is_void = refund->rule->voids_same_day && is_same_day(original->paydtm, req->now);
    const char *cardcd;

    *trade = (struct trade){
        .kind = is_void ? TRADE_VOID : TRADE_REFUND,
        .account = req->account->id,
        .state = TRADE_PAID,
        .txamt_minor = strtoll(request_value(req, "txamt"), NULL, 10),
        .sysdtm = req->now,
        .paydtm = req->now,
        .original = original->id,
        .notify_as = (int)req->situation.notification,
        .out_trade_no = request_value(req, "out_trade_no"),
        .pay_type = original->pay_type,
        .txcurrcd = original->txcurrcd,
        .txdtm = request_value(req, "txdtm"),
        .goods_name = "",
        .udid = request_value(req, "udid"),
        .user_creid = "",
        .user_truename = "",
        .notify_url = original->notify_url,
        .note = "",
        .origssn = record_syssn(req, original),
        .chnlsn = "",
    };
    if (!refund->rule->voids_same_day) /* of cards it stays empty (OQ-49) */
        record_wallet_ids(req, original, &trade->chnlsn, &cardcd);
    refund->rest = original->txamt_minor -
                   (is_defect(DEFECT_REFUND_SUMS_IGNORED) ? 0 : original->refunded_minor) +
                   defect_step(DEFECT_REFUND_ONE_UNDER, DEFECT_REFUND_ONE_OVER);
}

static void
fail(struct refund *refund, const char *respcd)
{
    refund->trade.state = TRADE_FAILED;
    memcpy(refund->trade.respcd, respcd, sizeof(refund->trade.respcd));
}

/* The last second in which the channel takes a refund. */
static int64_t
window_end(const struct refund *refund)
{
    int64_t from = is_defect(DEFECT_REFUND_WINDOW_OF_ORDER) ? refund->original.sysdtm
                                                            : refund->original.paydtm;

    return from + (int64_t)(refund->rule->window_days + defect_step(DEFECT_REFUND_WINDOW_SHORTER,
                                                                    DEFECT_REFUND_WINDOW_LONGER)) *
                      DAY;
}

/* What the channel makes of it: too late (RFD-17), or what a situation asks for. The text of its
 * own for resperr, or NULL. */
static const char *
ask_channel(struct request *req, struct refund *refund)
{
    const struct situation *situation = &req->situation;

    if (req->now > window_end(refund)) {
        fail(refund, is_defect(DEFECT_REFUND_LATE_OTHER_CODE) ? "1104" : refund->rule->late_respcd);
        return refund->rule->late_texts == NULL ? NULL
                                                : refund->rule->late_texts[req->server->lang];
    }
    if (situation->kind == SITUATION_ENDING ||
        (situation->kind == SITUATION_ANSWER && situation->code->outcome == QFPAY_OUTCOME_PENDING))
        trade_script(&refund->trade, situation->code, situation->ending_asks);
    else if (situation->kind == SITUATION_ANSWER &&
             situation->code->outcome == QFPAY_OUTCOME_FAILURE)
        fail(refund, situation->code->respcd);
    return NULL;
}

/* The refund is stored first, because its number must be new, then what it takes of the payment. */
static enum store_result
keep(struct request *req, struct refund *refund)
{
    struct trade *original = &refund->original;
    enum store_result result = settle_insert(req->server, req->merchant, &refund->trade);

    if (result != STORE_OK || refund->trade.state == TRADE_FAILED)
        return result;
    if (refund->trade.state == TRADE_PAID)
        original->refunded_minor += refund->trade.txamt_minor *
                                    (is_defect(DEFECT_REFUND_BOOKED_TWICE) ? 2 : 1);
    else
        original->refunding = refund->trade.id;
    return settle_update(req->server, req->merchant, original, true);
}

/* Why the channel said no, for those who look at the headers. */
static void
explain(const struct request *req, const struct trade *trade, bool is_late, struct reply *reply)
{
    if (trade->state == TRADE_FAILED) {
        reply->requirement = is_late ? QFPAY_REQ_RFD_17 : QFPAY_REQ_RSP_13;
        reply->diagnosis = "The channel refuses this refund; it is stored as a failed one.";
    } else if (req->situation.doubt != NULL) {
        reply->requirement = QFPAY_REQ_RSP_13;
        reply->diagnosis = SITUATION_DOUBT_DIAGNOSIS;
    }
}

static struct reply
answer_refund(struct request *req, const struct refund *refund, const char *resperr)
{
    const struct trade *trade = &refund->trade;
    const struct qfpay_code *doubt = trade->state == TRADE_FAILED ? NULL : req->situation.doubt;
    struct operation operation = operation_of(req, &refund->original, trade->id);
    struct reply reply;
    const char *chnlsn;

    operation.respcd = arena_printf(req->arena, "%s", trade_respcd(trade));
    if (operation.respcd == NULL)
        return fault(req, "answer a refund");
    operation.resperr = resperr;
    if (is_defect(DEFECT_REFUND_PENDING_IS_DONE) &&
        qfpay_outcome_of(operation.respcd) == QFPAY_OUTCOME_PENDING)
        operation.respcd = "0000";
    if (is_defect(DEFECT_REFUND_TXDTM_OF_PAYMENT))
        operation.txdtm = refund->original.txdtm;
    if (doubt != NULL) {
        operation.respcd = doubt->respcd;
    } else if (trade->state == TRADE_PAID) {
        operation.respmsg = trade->kind == TRADE_VOID && !is_defect(DEFECT_REFUND_VOID_IS_REFUND)
                                ? "Void received"
                                : "OK";
        operation.chnlsn = trade->chnlsn;
        if (!refund->rule->voids_same_day)
            record_wallet_ids(req, &refund->original, &chnlsn, &operation.cardcd);
    }
    reply = operation_answer(req, refund_keys, &operation);
    explain(req, trade, resperr != NULL || req->situation.code == NULL, &reply);
    return reply;
}

struct reply
refund_handle(struct request *req)
{
    struct refund refund;
    struct refusal refusal = {.respcd = NULL};
    struct trade other;
    struct reply reply;
    const char *number = request_value(req, "out_trade_no");
    const char *asked = operation_situation(req);
    const char *resperr;

    if (!operation_find(req, QFPAY_REQ_RFD_21, &refund.original, &reply))
        return reply;
    if (trade_is_refund(&refund.original) && !is_defect(DEFECT_REFUND_OF_REFUND))
        return operation_unknown(req, QFPAY_REQ_RFD_21);
    refund.rule = refund_rule_of(refund.original.pay_type);
    draft(req, &refund);
    switch (store_trade_by_number(req->server->store, req->arena, req->account->id, number,
                                  strlen(number), &other)) {
    case STORE_OK:
        if (is_defect(trade_is_refund(&other) ? DEFECT_REFUND_NUMBER_TWICE
                                              : DEFECT_REFUND_NUMBER_OF_PAYMENT)) {
            refund.trade.out_trade_no = arena_printf(req->arena, "%s#%" PRId64, number, other.id);
            break;
        }
        return refuse_used_number(req, &refund);
    case STORE_ABSENT:
        break;
    case STORE_DUPLICATE:
    case STORE_FAILED:
        return fault(req, "look for an order number");
    }
    if (qfpay_outcome_of(asked[0] == '\0' ? "0000" : asked) == QFPAY_OUTCOME_FAILURE &&
        req->situation.code->stage == QFPAY_STAGE_EARLY)
        return operation_refuse_as_asked(req);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (!checks[i](req, &refund, &refusal))
            return refuse_refund(req, &refund, &refusal);
    }
    resperr = ask_channel(req, &refund);
    refund.trade.id = store_next_id(req->server->store);
    if (keep(req, &refund) != STORE_OK)
        return fault(req, "store a refund");
    return answer_refund(req, &refund, resperr);
}
