/* See operation.h. */
#include "operation.h"

#include <string.h>

#include "channel.h"
#include "defect.h"
#include "node.h"
#include "record.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

struct operation
operation_of(struct request *req, const struct trade *original, int64_t id)
{
    return (struct operation){
        .original = original,
        .id = id,
        .respcd = "0000",
        .respmsg = "",
        .out_trade_no = request_value(req, "out_trade_no"),
        .txdtm = request_value(req, "txdtm"),
        .chnlsn = "",
        .cardcd = "",
    };
}

/* What each call answers when it finds nothing: 1136, or by mistake something else. */
static const char *
unknown_code(enum qfpay_endpoint endpoint)
{
    static const struct {
        enum qfpay_endpoint endpoint;
        enum defect defect;
    } wrong[] = {
        {QFPAY_ENDPOINT_REFUND, DEFECT_REFUND_UNKNOWN_OTHER_CODE},
        {QFPAY_ENDPOINT_REVERSAL, DEFECT_REVERSAL_UNKNOWN_OTHER_CODE},
        {QFPAY_ENDPOINT_CLOSE, DEFECT_CLOSE_UNKNOWN_OTHER_CODE},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (wrong[i].endpoint == endpoint && is_defect(wrong[i].defect))
            return "1104";
    }
    return "1136";
}

/* Whether a call works on another merchant's trades by mistake. */
static bool
reaches_others(enum qfpay_endpoint endpoint)
{
    static const enum defect defects[QFPAY_ENDPOINT_COUNT] = {
        [QFPAY_ENDPOINT_REFUND] = DEFECT_REFUND_OTHERS,
        [QFPAY_ENDPOINT_REVERSAL] = DEFECT_CANCEL_OTHERS,
        [QFPAY_ENDPOINT_CLOSE] = DEFECT_CANCEL_OTHERS,
        [QFPAY_ENDPOINT_ADD_NOTE] = DEFECT_NOTE_OTHERS,
        [QFPAY_ENDPOINT_AUTHTRADE] = DEFECT_CAPTURE_OTHERS,
        [QFPAY_ENDPOINT_UNFREEZE] = DEFECT_CAPTURE_OTHERS,
    };

    return defect_on != DEFECT_NONE && is_defect(defects[endpoint]);
}

struct reply
operation_unknown(struct request *req, enum qfpay_req unknown)
{
    const char *syssn = request_value(req, "syssn");

    return refuse(req, unknown_code(req->endpoint), "", unknown,
                  "This merchant account has no transaction with the %s %s that this call could "
                  "work on.",
                  syssn[0] == '\0' ? "out_trade_no" : "syssn",
                  syssn[0] == '\0' ? request_value(req, "out_trade_no") : syssn);
}

static enum store_result
find_by_syssn(struct request *req, const char *text, struct trade *trade)
{
    char syssn[SYSSN_SIZE];
    enum store_result result;
    int64_t id;

    if (!channel_syssn_id(text, strlen(text), &id))
        return STORE_ABSENT;
    result = store_trade_by_id(req->server->store, req->arena, id, trade);
    if (result != STORE_OK)
        return result;
    channel_syssn(trade->id, trade->sysdtm, syssn);
    if (trade->account != req->account->id && !reaches_others(req->endpoint))
        return STORE_ABSENT;
    return strcmp(syssn, text) == 0 ? STORE_OK : STORE_ABSENT;
}

bool
operation_find(struct request *req, enum qfpay_req unknown, struct trade *original,
               struct reply *reply)
{
    const char *syssn = request_value(req, "syssn");
    const char *number = request_value(req, "out_trade_no");
    enum store_result result;

    if (syssn[0] != '\0')
        result = find_by_syssn(req, syssn, original);
    else
        result = store_trade_by_number(req->server->store, req->arena, req->account->id, number,
                                       strlen(number), original);
    if (result == STORE_OK)
        result = settle_by_time(req->server, req->merchant, original);
    if (result == STORE_ABSENT)
        *reply = operation_unknown(req, unknown);
    else if (result != STORE_OK)
        *reply = fault(req, "find the order of an operation");
    return result == STORE_OK;
}

bool
operation_numbers_agree(struct request *req, enum qfpay_req broken, const struct trade *original,
                        struct reply *reply)
{
    const char *number = request_value(req, "out_trade_no");
    struct trade other;

    if (number[0] == '\0' || strcmp(number, original->out_trade_no) == 0 ||
        is_defect(DEFECT_CANCEL_NUMBERS_DISAGREE))
        return true;
    switch (store_trade_by_number(req->server->store, req->arena, req->account->id, number,
                                  strlen(number), &other)) {
    case STORE_OK:
        *reply = refuse(req, "1267", "", broken,
                        "syssn and out_trade_no name two different orders: send one of them.");
        return false;
    case STORE_ABSENT:
        return true;
    case STORE_DUPLICATE:
    case STORE_FAILED:
        break;
    }
    *reply = fault(req, "look for an order number");
    return false;
}

const char *
operation_situation(const struct request *req)
{
    const struct situation *situation = &req->situation;

    if (situation->kind != SITUATION_ANSWER || situation->code->outcome == QFPAY_OUTCOME_SUCCESS)
        return "";
    return situation->code->respcd;
}

struct reply
operation_refuse_as_asked(struct request *req)
{
    const char *respcd = req->situation.code->respcd;

    return refuse(req, respcd, "", QFPAY_REQ_RSP_12, "The trigger asked for %s.", respcd);
}

struct reply
operation_answer(struct request *req, const char *const *keys, const struct operation *operation)
{
    const struct trade own = {.id = operation->id, .sysdtm = req->now};
    const char *sysdtm = record_instant(req, req->now);
    bool is_refund = req->endpoint == QFPAY_ENDPOINT_REFUND;
    enum defect orig_missing = is_refund ? DEFECT_REFUND_ORIG_MISSING
                                         : DEFECT_OPERATION_ORIG_MISSING;
    enum defect syssn_of_order = is_refund ? DEFECT_REFUND_SYSSN_OF_PAYMENT
                                           : DEFECT_OPERATION_SYSSN_OF_ORDER;
    const struct {
        const char *key;
        const char *value;
    } views[] = {
        {"orig_syssn", is_defect(orig_missing) ? "" : record_syssn(req, operation->original)},
        {"syssn", operation->id == 0
                      ? ""
                      : record_syssn(req, is_defect(syssn_of_order) ? operation->original : &own)},
        {"sysdtm", sysdtm},
        {"paydtm", sysdtm},
        {"txdtm", is_defect(DEFECT_TXDTM_OF_SERVER) ? sysdtm : operation->txdtm},
        {"udid", record_udid(request_value(req, "udid"))},
        {"txcurrcd", is_defect(DEFECT_REFUND_CURRENCY_HKD) ? "HKD" : operation->original->txcurrcd},
        {"txamt", request_value(req, "txamt")},
        {"resperr",
         operation->resperr == NULL ? code_text(req, operation->respcd) : operation->resperr},
        {"respmsg", operation->respmsg},
        {"out_trade_no", operation->out_trade_no},
        {"respcd", operation->respcd},
        {"chnlsn", operation->chnlsn},
        {"cardcd", operation->cardcd},
    };
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    for (; *keys != NULL; keys++) {
        for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
            if (strcmp(views[i].key, *keys) == 0)
                node_text(&tree, root, views[i].key, views[i].value);
        }
    }
    return answer(req, &tree, root, operation->respcd);
}
