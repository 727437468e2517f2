/* See number_mistake.h. */
#include "number_mistake.h"

#include <inttypes.h>
#include <string.h>

#include "defect.h"
#include "qfpay/datetime.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

/* Whether the trade that has the number was made in another month. */
static bool
is_of_another_month(const struct request *req, const struct trade *other)
{
    char now[QFPAY_DATETIME_SIZE];
    char then[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(req->now, QFPAY_SYSTEM_ZONE_MINUTES, now);
    qfpay_datetime_format(other->sysdtm, QFPAY_SYSTEM_ZONE_MINUTES, then);
    return memcmp(now, then, strlen("YYYY-MM")) != 0;
}

/* Whether the mistake lets a number go that this trade has. */
static bool
is_free(const struct request *req, const struct trade *other)
{
    return is_defect(DEFECT_NUMBER_USED_TWICE) ||
           (is_defect(DEFECT_NUMBER_FREE_AFTER_FAILURE) && other->state == TRADE_FAILED) ||
           (is_defect(DEFECT_NUMBER_FREE_AFTER_EXPIRY) && other->state == TRADE_EXPIRED) ||
           (is_defect(DEFECT_NUMBER_FREE_AFTER_CLOSE) && other->state == TRADE_CLOSED) ||
           (is_defect(DEFECT_NUMBER_FREE_AFTER_REFUND) && trade_is_refund(other)) ||
           (is_defect(DEFECT_NUMBER_FREE_NEXT_MONTH) && is_of_another_month(req, other));
}

static bool
find_with(struct request *req, int64_t account, struct trade *other)
{
    const char *number = request_value(req, "out_trade_no");

    return store_trade_by_number(req->server->store, req->arena, account, number, strlen(number),
                                 other) == STORE_OK;
}

/* Whether another account of a wider scope than the right one has the number. */
static bool
is_used_elsewhere(struct request *req)
{
    struct merchant *merchant = NULL;
    struct trade other;

    while ((merchant = registry_next(&req->server->merchants, merchant)) != NULL) {
        if (merchant != req->merchant && !is_defect(DEFECT_NUMBER_OF_EVERYBODY))
            continue;
        for (size_t i = 0; i < merchant->account_count; i++) {
            if (merchant->accounts[i].id != req->account->id &&
                find_with(req, merchant->accounts[i].id, &other))
                return true;
        }
    }
    return false;
}

bool
number_mistake(struct request *req, const struct pay_answer *row, struct trade *trade,
               struct reply *reply)
{
    struct trade other;

    if ((is_defect(DEFECT_NUMBER_OF_EVERYBODY) || is_defect(DEFECT_NUMBER_OF_THE_APP)) &&
        is_used_elsewhere(req)) {
        *reply = refuse(req, "1251", "", QFPAY_REQ_PAY_OTN_02, "Another account has this number.");
        return true;
    }
    if (!find_with(req, req->account->id, &other))
        return false;
    if (settle_by_time(req->server, req->merchant, &other) != STORE_OK)
        return false;
    if (is_defect(DEFECT_NUMBER_REPEATS_ANSWER)) {
        *reply = pay_answer_say(req, row, &other);
        return true;
    }
    if (is_free(req, &other)) {
        const char *fresh = arena_printf(req->arena, "%s#%" PRId64, trade->out_trade_no, trade->id);

        trade->out_trade_no = fresh == NULL ? trade->out_trade_no : fresh;
    }
    return false;
}

void
number_mistake_after(struct request *req)
{
    const char *number = request_value(req, "out_trade_no");
    struct trade trade = {
        .kind = TRADE_PAYMENT,
        .state = TRADE_FAILED,
        .respcd = "1104",
        .sysdtm = req->now,
        .out_trade_no = number,
        .pay_type = "800201",
        .txcurrcd = "HKD",
        .txdtm = "",
        .goods_name = "",
        .udid = "",
        .user_creid = "",
        .user_truename = "",
        .notify_url = "",
        .note = "",
        .origssn = "",
        .chnlsn = "",
    };

    if (!is_defect(DEFECT_NUMBER_USED_BY_REFUSAL) || req->endpoint != QFPAY_ENDPOINT_PAYMENT ||
        req->account == NULL || number[0] == '\0')
        return;
    trade.id = store_next_id(req->server->store);
    trade.account = req->account->id;
    (void)store_insert_trade(req->server->store, &trade);
}
