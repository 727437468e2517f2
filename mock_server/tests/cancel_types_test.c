/* Which pay types can be reversed and closed, and what a reversal does to a code that the merchant
 * scanned. */
#include "shop.h"

#define CPM_CODE "134650990152457881"

static const struct answer *
cancel(struct shop *shop, const char *name, const struct answer *order)
{
    return call_api(shop, name, "syssn", text_of(order, "syssn"), "txamt", "300", NULL);
}

static void
feature(struct shop *shop, const char *name)
{
    control(shop, "PUT", "merchants/" DIRECT_APP,
            format(shop, "{\"features\": {\"%s\": true}}", name));
}

/* A code of the payer's wallet that waits for the password (PAY-CPM-02). */
static const struct answer *
scanned_code(struct shop *shop)
{
    return pay(shop, "pay_type", "800208", "auth_code", CPM_CODE, "txamt", "991143", NULL);
}

static void
a_pay_type_without_reversal_is_1297(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "802001", NULL);

    assert_refused(cancel(shop, "reversal", order), "1297", "RVS-13");
    assert_refused(cancel(shop, "close", order), "1297", "CLS-02");
}

static void
alipay_codes_can_be_reversed_but_not_closed(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "800101", NULL);

    assert_refused(cancel(shop, "close", order), "1297", "CLS-02");
    assert_respcd(cancel(shop, "reversal", order), "0000");
}

static void
cards_cannot_be_cancelled(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "802808", NULL);

    assert_refused(cancel(shop, "reversal", order), "1297", "RVS-16");
}

static void
a_reversed_code_of_the_payer_shows_cancel_1(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = scanned_code(shop);

    assert_respcd(
        call_api(shop, "reversal", "syssn", text_of(order, "syssn"), "txamt", "991143", NULL),
        "0000");

    assert_shows(shop, order, "cancel", "1");
    assert_record(shop, order, "1142");
}

static void
a_paid_code_of_the_payer_is_1260_by_default(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, "pay_type", "800208", "auth_code", CPM_CODE, NULL);

    assert_refused(cancel(shop, "reversal", order), "1260", "RVS-10");
}

static void
the_reversal_of_old_gives_the_money_of_a_scanned_code_back(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, "pay_type", "800208", "auth_code", CPM_CODE, NULL);

    feature(shop, "legacy_reversal");
    assert_respcd(cancel(shop, "reversal", order), "0000");

    assert_record(shop, order, "0000");
    assert_shows(shop, order, "cancel", "1");
    assert_refused(refund(shop, order, NULL), "1263", "RFD-22");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_pay_type_without_reversal_is_1297),
        SHOP_TEST(alipay_codes_can_be_reversed_but_not_closed),
        SHOP_TEST(cards_cannot_be_cancelled),
        SHOP_TEST(a_reversed_code_of_the_payer_shows_cancel_1),
        SHOP_TEST(a_paid_code_of_the_payer_is_1260_by_default),
        SHOP_TEST(the_reversal_of_old_gives_the_money_of_a_scanned_code_back),
    };

    return cmocka_run_group_tests_name("cancel_types", tests, NULL, NULL);
}
