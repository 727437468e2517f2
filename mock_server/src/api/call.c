/* See call.h. */
#include "api/call.h"

#include <stdlib.h>
#include <string.h>

#include "notify/store_and_tell.h"
#include "server/server.h"
#include "tell/value.h"
#include "trade/syssn.h"

void
call_init(struct call *call, struct request *req)
{
    memset(call, 0, sizeof *call);
    call->req = req;
    call->book = &req->server->book;
    call->wallet = WALLET_COUNT;
}

struct trade
new_trade(struct call *call, enum trade_kind kind)
{
    struct request *req = call->req;

    return (struct trade){
        .id = store_next_id(req->server->store),
        .kind = kind,
        .account = req->account->id,
        .state = TRADE_UNPAID,
        .txamt_minor = call->txamt,
        .sysdtm = req->now,
        .notify_as = (int)req->situation.notification,
        .out_trade_no = request_value(req, "out_trade_no"),
        .txdtm = request_value(req, "txdtm"),
        .udid = request_value(req, "udid"),
        .pay_type = "",
        .txcurrcd = "",
        .goods_name = "",
        .user_creid = "",
        .user_truename = "",
        .notify_url = "",
        .note = "",
        .origssn = "",
        .chnlsn = "",
    };
}

struct trade
new_from_order(struct call *call, enum trade_kind kind)
{
    struct trade made = new_trade(call, kind);

    made.state = TRADE_PAID;
    made.paydtm = made.sysdtm;
    made.original = call->order.id;
    made.pay_type = call->order.pay_type;
    made.txcurrcd = call->order.txcurrcd;
    made.origssn = told_syssn(call->req->arena, call->req->server, &call->order);
    return made;
}

bool
call_find_syssn(struct request *req, const char *text, size_t len, struct trade *trade)
{
    char syssn[SYSSN_SIZE];
    int64_t id;

    if (!syssn_read_id(text, len, &id) || !store_trade_by_id(req->server->store, id, trade))
        return false;
    syssn_write(&req->server->book, trade->id, trade->sysdtm, syssn);
    return memcmp(syssn, text, len) == 0;
}

/* Time works on it before anybody looks; not on that of a stranger, whose clock is another. */
bool
is_found(struct call *call)
{
    struct request *req = call->req;
    const char *syssn = request_value(req, "syssn");
    const char *number = request_value(req, "out_trade_no");
    bool is_there = syssn[0] != '\0' ? call_find_syssn(req, syssn, strlen(syssn), &call->order)
                                     : store_trade_by_number(req->server->store, req->account->id,
                                                             number, strlen(number), &call->order);

    if (is_there && call->order.account == req->account->id &&
        meet_time(req->server, req->merchant, &call->order) != STORE_OK)
        call->trouble = "let time work on an order";
    return is_there && !call->trouble;
}

bool
is_own(struct call *call)
{
    return call->order.account == call->req->account->id;
}

bool
is_new_number(struct call *call)
{
    const struct request *req = call->req;
    const char *number = request_value(req, "out_trade_no");
    struct trade other;

    return !store_trade_by_number(req->server->store, req->account->id, number, strlen(number),
                                  &other);
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

    return situation->kind == SITUATION_WAIT ? situation->code : NULL;
}

bool
is_asked_early(struct call *call)
{
    return call->req->situation.kind == SITUATION_EARLY;
}

bool
is_asked_late(struct call *call)
{
    return call->req->situation.kind == SITUATION_LATE;
}

bool
is_asked_any(struct call *call)
{
    return is_asked_early(call) || is_asked_late(call);
}

bool
is_asked_otherwise(struct call *call)
{
    return is_asked_any(call) || call->req->situation.kind == SITUATION_WAIT;
}
