/* Which account is meant and whether it may call: the conditions of account_checks.def. */
#include <string.h>

#include "api/call.h"
#include "api/contents.h"
#include "merchant/rate_limit.h"
#include "server/server.h"
#include "server/settings.h"

static const struct qfpay_param *
mchid_of(const struct call *call)
{
    return request_param(call->req, "mchid", sizeof "mchid" - 1);
}

/* An empty one counts as not sent. */
static bool
has_mchid(struct call *call)
{
    const struct qfpay_param *mchid = mchid_of(call);

    return mchid && mchid->value_len != 0;
}

CONDITION(is_noted_by_agent, call->req->endpoint == QFPAY_ENDPOINT_ADD_NOTE && has_mchid(call));
CONDITION(is_agent, call->req->merchant->is_agent);
CONDITION(is_direct, !is_agent(call));
CONDITION(has_no_mchid, !has_mchid(call));

/* A call whose rule of mchid is that of any other value may do without. */
static bool
has_due_mchid(struct call *call)
{
    const struct field_list *list = &call->book->field_lists[call->req->endpoint];

    for (size_t i = 0; i < list->count && !has_mchid(call); i++) {
        if (strcmp(list->rows[i].rule.name, "mchid") == 0)
            return list->rows[i].rule.presence != QFPAY_PRESENCE_MERCHANT;
    }
    return has_mchid(call);
}

static bool
is_short(struct call *call)
{
    const struct qfpay_param *mchid = mchid_of(call);

    return !mchid || (int64_t)mchid->value_len <= MCHID_MAX + call->check->slack;
}

/* Who sends none, though it is nobody's, means the first. */
static bool
is_account(struct call *call)
{
    struct request *req = call->req;
    struct merchant *merchant = req->merchant;

    req->account = merchant->is_agent && has_mchid(call)
                       ? merchant_account(merchant, request_value(req, "mchid"))
                       : &merchant->accounts[0];
    return req->account != NULL;
}

CONDITION(is_payment, call->req->endpoint == QFPAY_ENDPOINT_PAYMENT);
CONDITION(is_enabled, call->req->account->state != MCHID_DISABLED);
CONDITION(is_configured, call->req->account->state != MCHID_UNCONFIGURED);

/* Whether a call more is too many for the seconds up to now, when the merchant's are counted. */
static bool
has_room(struct call *call, int seconds, enum fact most)
{
    const struct request *req = call->req;

    if (!req->server->settings->rate_limit && !req->merchant->rate_limit)
        return true;
    if (!call->counted)
        call->counted = req->account;
    return rate_limit_calls(call->counted, req->now - seconds + 1, req->now) <
           fact(call->book, most);
}

CONDITION(is_below_second, has_room(call, 1, FACT_CALLS_A_SECOND));

/* A call that passes counts. */
static bool
is_below_minute(struct call *call)
{
    if (!has_room(call, 60, FACT_CALLS_A_MINUTE))
        return false;
    if (call->counted && !rate_limit_count(call->counted, call->req->now))
        call->trouble = "count a call";
    return !call->trouble;
}

const struct check account_checks[] = {
#include "api/account_checks.def"
    END_OF_CHECKS,
};
