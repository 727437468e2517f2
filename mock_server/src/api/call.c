/* See call.h. */
#include "call.h"

#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "phrase.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"
#include "tale.h"

enum { HTTP_DIGITS = 3 };

void
call_init(struct call *call, struct request *req)
{
    memset(call, 0, sizeof(*call));
    call->req = req;
    call->book = &req->server->book;
    call->wallet = WALLET_COUNT;
}

const struct check *
call_broken(struct call *call, enum chapter chapter)
{
    const struct check *asking = call->check; /* a row whose condition runs another chapter */
    const struct check *check = call->book->chapters[chapter];

    for (; check->name != NULL; check++) {
        call->check = check;
        if (check->applies(call) && !check->holds(call))
            break;
    }
    call->check = asking;
    return check->name == NULL || call->trouble != NULL ? NULL : check;
}

static bool
is_what_was_asked(const struct check *check)
{
    return strcmp(check->respcd, "ASKED") == 0;
}

const char *
call_code(const struct call *call, const struct check *check)
{
    if (is_what_was_asked(check))
        return call->req->situation.code->respcd;
    if (strcmp(check->respcd, "LATE") == 0)
        return refund_rule_of(call->book, call->order.pay_type)->late_respcd;
    return check->respcd;
}

const char *
call_resperr(struct call *call, const struct check *check)
{
    const struct text_row *text = &call->book->texts[check->text];
    const struct server *server = call->req->server;
    struct arena *arena = call->req->arena;
    const char *respcd = call_code(call, check);

    switch (text->form) {
    case TEXT_FORM_CODE:
        break;
    case TEXT_FORM_PLAIN:
        return phrase(call, text->resperr);
    case TEXT_FORM_CODED:
        return with_code(arena, server, phrase(call, text->resperr), respcd);
    case TEXT_FORM_CAPTURED:
        if (server->lang == QFPAY_LANG_EN)
            return with_code(arena, server, phrase(call, text->resperr), respcd);
        break;
    }
    return code_text(arena, server, respcd);
}

/* The refusal of a row, on the sheet of its chapter. What a trigger asked for is said as of any
 * call, without the order (RSP-12). */
static struct reply
refuse_by(struct call *call, enum chapter chapter, const struct check *check)
{
    struct request *req = call->req;
    const char *respcd = call_code(call, check);
    enum qfpay_req broken = check->requirement == QFPAY_REQ_NONE ? call->broken
                                                                 : check->requirement;
    struct tale tale = tale_of(req, NULL, is_what_was_asked(check) ? NULL : &call->order);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    struct reply reply;

    if (strlen(respcd) == HTTP_DIGITS)
        return refuse_http(req, (unsigned)strtoul(respcd, NULL, 10), broken,
                           phrase(call, check->diagnosis));
    tale.text = check->text;
    tale.respcd = respcd;
    tale.resperr = call_resperr(call, check);
    tale.respmsg = phrase(call, call->book->texts[check->text].respmsg);
    tale_write(&tale, call->book->refusals[chapter], &tree, root);
    reply = refuse(req, &tree, root, tale.respcd, broken, phrase(call, check->diagnosis));
    if (check->requirement == QFPAY_REQ_NONE && call->is_absent)
        reply.evidence = qfpay_requirement(broken)->evidence;
    return reply;
}

bool
call_keeps(struct call *call, enum chapter chapter, struct reply *reply)
{
    const struct check *broken = call_broken(call, chapter);

    if (call->trouble != NULL)
        *reply = fault(call->req, call->trouble);
    else if (broken != NULL)
        *reply = refuse_by(call, chapter, broken);
    return broken == NULL && call->trouble == NULL;
}

void
call_ask_channel(struct call *call, enum chapter chapter)
{
    const struct situation *situation = &call->req->situation;

    call->refused = call_broken(call, chapter);
    if (call->refused != NULL)
        trade_fail(&call->made, call_code(call, call->refused));
    else if (situation->kind == SITUATION_ENDING || call_asked_wait(call) != NULL)
        trade_script(call->book, &call->made, situation->code, situation->ending_asks);
}

struct tale
call_tale(struct call *call, const struct trade *original)
{
    const struct qfpay_code *doubt = call->req->situation.doubt;
    struct tale tale = tale_of(call->req, &call->made, original);

    if (call->refused != NULL)
        tale.resperr = call_resperr(call, call->refused);
    tale.respcd = call->refused == NULL && doubt != NULL ? doubt->respcd
                                                         : trade_respcd(call->book, &call->made);
    return tale;
}

struct reply
call_answer(struct call *call, const struct tale *tale, struct tree *tree, const cJSON *root)
{
    struct request *req = call->req;
    const struct check *refused = call->refused;

    if (refused != NULL)
        return refuse(req, tree, root, tale->respcd, refused->requirement,
                      phrase(call, refused->diagnosis));
    if (req->situation.doubt != NULL && qfpay_outcome_of(tale->respcd) == QFPAY_OUTCOME_FAILURE)
        return refuse(req, tree, root, tale->respcd, QFPAY_REQ_RSP_13, SITUATION_DOUBT_DIAGNOSIS);
    return answer(req, tree, root, tale->respcd);
}

enum store_result
call_find_syssn(struct request *req, const char *text, size_t len, struct trade *trade)
{
    char syssn[SYSSN_SIZE];
    enum store_result result;
    int64_t id;

    if (!channel_syssn_id(text, len, &id))
        return STORE_ABSENT;
    result = store_trade_by_id(req->server->store, req->arena, id, trade);
    if (result != STORE_OK)
        return result;
    channel_syssn(&req->server->book, trade->id, trade->sysdtm, syssn);
    return memcmp(syssn, text, len) == 0 ? STORE_OK : STORE_ABSENT;
}

/* Time works on it before anybody looks; not on that of a stranger, whose clock is another. */
bool
is_found(struct call *call)
{
    struct request *req = call->req;
    const char *syssn = request_value(req, "syssn");
    const char *number = request_value(req, "out_trade_no");
    enum store_result result;

    if (syssn[0] != '\0')
        result = call_find_syssn(req, syssn, strlen(syssn), &call->order);
    else
        result = store_trade_by_number(req->server->store, req->arena, req->account->id, number,
                                       strlen(number), &call->order);
    if (result == STORE_OK && call->order.account == req->account->id)
        result = settle_by_time(req->server, req->merchant, &call->order);
    if (result != STORE_OK && result != STORE_ABSENT)
        call->trouble = "find the order of an operation";
    return result == STORE_OK;
}

bool
is_own(struct call *call)
{
    return call->order.account == call->req->account->id;
}

bool
is_new_number(struct call *call)
{
    struct request *req = call->req;
    const char *number = request_value(req, "out_trade_no");
    struct trade other;

    switch (store_trade_by_number(req->server->store, req->arena, req->account->id, number,
                                  strlen(number), &other)) {
    case STORE_OK:
        return false;
    case STORE_ABSENT:
        return true;
    case STORE_DUPLICATE:
    case STORE_FAILED:
        break;
    }
    call->trouble = "look for an order number";
    return false;
}

bool
is_paid(struct call *call)
{
    return trade_is_success(&call->order);
}

bool
is_not_closed(struct call *call)
{
    return call->order.state != TRADE_CLOSED;
}

bool
is_not_reversed(struct call *call)
{
    return call->order.state != TRADE_REVERSED && call->order.state != TRADE_REVOKED;
}

/* Bounded on both sides. */
bool
is_same_amount(struct call *call)
{
    return llabs(call->txamt - call->order.txamt_minor) <= call->check->slack;
}

const struct way_back *
call_way_back(const struct call *call)
{
    return rulebook_way_back(call->book, call->order.pay_type);
}

const struct qfpay_code *
call_asked_wait(const struct call *call)
{
    const struct situation *situation = &call->req->situation;

    return situation->kind == SITUATION_ANSWER && situation->code->outcome == QFPAY_OUTCOME_PENDING
               ? situation->code
               : NULL;
}

/* A code that a situation asks of the call itself, said at that stage. */
static bool
is_asked(const struct call *call, enum qfpay_stage stage)
{
    const struct situation *situation = &call->req->situation;

    return situation->kind == SITUATION_ANSWER &&
           situation->code->outcome == QFPAY_OUTCOME_FAILURE && situation->code->stage == stage;
}

bool
is_asked_early(struct call *call)
{
    return is_asked(call, QFPAY_STAGE_EARLY);
}

bool
is_asked_late(struct call *call)
{
    return is_asked(call, QFPAY_STAGE_CHANNEL);
}

bool
is_asked_any(struct call *call)
{
    return is_asked_early(call) || is_asked_late(call);
}

bool
is_asked_otherwise(struct call *call)
{
    return is_asked_any(call) || call_asked_wait(call) != NULL;
}
