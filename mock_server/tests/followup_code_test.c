/* Every documented code of the calls on an existing order can be provoked there, by the header
 * X-QFMock-Trigger, and leaves the order as it was. */
#include "shop.h"

#include <string.h>

#include "qfpay/code.h"

/* A call that works on the order as it is. */
typedef const struct answer *call_on(struct shop *shop, const struct answer *order);

static const struct answer *
call_refund(struct shop *shop, const struct answer *order)
{
    return refund(shop, order, NULL);
}

static const struct answer *
call_reversal(struct shop *shop, const struct answer *order)
{
    return call_api(shop, "reversal", "syssn", text_of(order, "syssn"), "txamt", "300", NULL);
}

static const struct answer *
call_close(struct shop *shop, const struct answer *order)
{
    return call_api(shop, "close", "syssn", text_of(order, "syssn"), "txamt", "300", NULL);
}

static const struct answer *
call_note(struct shop *shop, const struct answer *order)
{
    return call_api(shop, "add_note", "code", DIRECT_APP, "syssn", text_of(order, "syssn"), "note",
                    "x", NULL);
}

static const struct answer *
call_authtrade(struct shop *shop, const struct answer *order)
{
    return call_api(shop, "authtrade", "syssn", text_of(order, "syssn"), "txamt", "300", NULL);
}

static const struct answer *
call_unfreeze(struct shop *shop, const struct answer *order)
{
    return call_api(shop, "unfreeze", "syssn", text_of(order, "syssn"), "out_trade_no",
                    text_of(order, "out_trade_no"), "txamt", "300", NULL);
}

static const struct {
    enum qfpay_code_where where;
    call_on *call;
    const char *pay_type;
    bool is_paid; /* whether the call needs a paid order */
} calls[] = {
    {QFPAY_WHERE_REFUND, call_refund, "800201", true},
    {QFPAY_WHERE_REVERSAL, call_reversal, "800201", false},
    {QFPAY_WHERE_CLOSE, call_close, "800201", false},
    {QFPAY_WHERE_ADD_NOTE, call_note, "800201", true},
    {QFPAY_WHERE_AUTHTRADE, call_authtrade, "801808", true},
    {QFPAY_WHERE_UNFREEZE, call_unfreeze, "801808", true},
};

static const struct answer *
order_for(struct shop *shop, size_t at)
{
    return calls[at].is_paid ? paid(shop, "pay_type", calls[at].pay_type, NULL)
                             : pay(shop, "pay_type", calls[at].pay_type, NULL);
}

static void
every_code_can_be_provoked_where_it_belongs(void **state)
{
    struct shop *shop = *state;

    for (size_t at = 0; at < COUNT_OF(calls); at++) {
        size_t provoked = 0;

        for (size_t i = 0; i < qfpay_code_count(); i++) {
            const struct qfpay_code *code = qfpay_code_at(i);
            const struct answer *order;

            if ((code->where & calls[at].where) == 0 || code->stage == QFPAY_STAGE_OUTSIDE)
                continue;
            order = order_for(shop, at);
            shop->trigger = format(shop, "respcd=%s", code->respcd);
            assert_respcd(calls[at].call(shop, order), code->respcd);
            shop->trigger = NULL;
            provoked++;
        }
        assert_true(provoked > 0);
    }
}

static void
a_provoked_refusal_leaves_the_order_as_it_was(void **state)
{
    struct shop *shop = *state;

    for (size_t at = 0; at < COUNT_OF(calls); at++) {
        const struct answer *order = order_for(shop, at);

        shop->trigger = "respcd=1297";
        assert_respcd(calls[at].call(shop, order), "1297");
        shop->trigger = NULL;

        assert_shows(shop, order, "cancel", "0");
        assert_respcd(calls[at].call(shop, order), "0000");
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(every_code_can_be_provoked_where_it_belongs),
        SHOP_TEST(a_provoked_refusal_leaves_the_order_as_it_was),
    };

    return cmocka_run_group_tests_name("followup_code", tests, NULL, NULL);
}
