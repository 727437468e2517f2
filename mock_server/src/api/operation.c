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

struct reply
operation_unknown(struct request *req, enum qfpay_req unknown)
{
    const char *syssn = request_value(req, "syssn");

    return refuse(req, "1136", "", unknown,
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
    return trade->account == req->account->id && strcmp(syssn, text) == 0 ? STORE_OK : STORE_ABSENT;
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

    if (number[0] == '\0' || strcmp(number, original->out_trade_no) == 0)
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
    const struct {
        const char *key;
        const char *value;
    } views[] = {
        {"orig_syssn", record_syssn(req, operation->original)},
        {"syssn", operation->id == 0 ? "" : record_syssn(req, &own)},
        {"sysdtm", sysdtm},
        {"paydtm", sysdtm},
        {"txdtm", is_defect(DEFECT_TXDTM_OF_SERVER) ? sysdtm : operation->txdtm},
        {"udid", record_udid(request_value(req, "udid"))},
        {"txcurrcd", operation->original->txcurrcd},
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
