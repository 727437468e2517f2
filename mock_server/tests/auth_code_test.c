/* The codes that payers show and merchants scan (PAY-CPM): paid at once, each code once, and the
 * payer who has to type a password first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shop.h"

#define WECHAT_CODE "130000000000000001"
#define ALIPAY_CODE "280000000000000001"

static const struct answer *
scan(struct shop *shop, const char *pay_type, const char *auth_code)
{
    return pay(shop, "pay_type", pay_type, "auth_code", auth_code, NULL);
}

static const char *
recorded(struct shop *shop, const struct answer *order, const char *key)
{
    return text_in(record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0), key);
}

/* The wallet said no: the full shape, with a syssn (RSP-13). */
static void
assert_code_refused(const struct answer *answer)
{
    assert_respcd(answer, "1202");
    assert_string_equal(qfpay_requirement(answer->reply.requirement)->id, "PAY-CPM-03");
    assert_non_null(text_of(answer, "syssn"));
    assert_string_equal(text_of(answer, "chnlsn"), "");
}

static void
a_scanned_code_is_paid_at_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = scan(shop, "800208", WECHAT_CODE);

    assert_respcd(order, "0000");
    assert_state(shop, order, "paid");
    assert_record(shop, order, "0000");
}

static void
the_answer_names_the_wallets_number_and_the_payer(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = scan(shop, "800208", WECHAT_CODE);

    assert_memory_equal(text_of(order, "chnlsn"), "4200", 4);
    assert_int_equal(strlen(text_of(order, "cardcd")), 28);
    assert_string_equal(recorded(shop, order, "chnlsn"), text_of(order, "chnlsn"));
    assert_string_equal(recorded(shop, order, "cardcd"), text_of(order, "cardcd"));
}

static void
a_code_works_once(void **state)
{
    struct shop *shop = *state;

    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
    assert_code_refused(scan(shop, "800208", WECHAT_CODE));
    assert_respcd(scan(shop, "800208", "130000000000000002"), "0000");
}

static void
a_code_works_once_over_all_pay_types(void **state)
{
    struct shop *shop = *state;

    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
    assert_code_refused(scan(shop, "800008", WECHAT_CODE));
}

static void
a_refused_number_leaves_the_code_unused(void **state)
{
    struct shop *shop = *state;

    pay(shop, "out_trade_no", "used", NULL);
    assert_refused(
        pay(shop, "pay_type", "800208", "auth_code", WECHAT_CODE, "out_trade_no", "used", NULL),
        "1251", "PAY-OTN-02");
    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
}

static void
a_refused_code_uses_the_number_up(void **state)
{
    struct shop *shop = *state;

    assert_code_refused(
        pay(shop, "pay_type", "800208", "auth_code", ALIPAY_CODE, "out_trade_no", "tried", NULL));
    assert_refused(pay(shop, "out_trade_no", "tried", NULL), "1251", "PAY-OTN-02");
}

static void
each_merchant_has_payers_of_its_own(void **state)
{
    struct shop *shop = *state;

    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
    as_agent(shop, "ZaMVg00001");
    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
}

static void
a_reset_makes_codes_new_again(void **state)
{
    struct shop *shop = *state;

    scan(shop, "800208", WECHAT_CODE);
    control(shop, "POST", "reset", NULL);
    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");
}

static void
a_used_code_stays_used_when_the_mock_starts_again(void **state)
{
    struct shop *shop = *state;
    char folder[] = "/tmp/qfpay-auth-code-XXXXXX";
    const char *path;

    assert_non_null(mkdtemp(folder));
    path = format(shop, "%s/mock.db", folder);
    shop_restart(shop, "--db", path, NULL);
    assert_respcd(scan(shop, "800208", WECHAT_CODE), "0000");

    shop_restart(shop, "--db", path, NULL);
    assert_code_refused(scan(shop, "800208", WECHAT_CODE));

    shop_restart(shop, NULL);
    (void)remove(path);
    (void)remove(format(shop, "%s-lock", path));
    assert_int_equal(rmdir(folder), 0);
}

static void
a_code_of_another_wallet_is_refused(void **state)
{
    struct shop *shop = *state;

    assert_code_refused(scan(shop, "800208", ALIPAY_CODE));
    assert_code_refused(scan(shop, "800108", WECHAT_CODE));
    assert_respcd(scan(shop, "800108", ALIPAY_CODE), "0000");
}

static void
a_code_of_no_wallet_is_refused(void **state)
{
    static const char *const codes[] = {"1", "13000000000000001", "1300000000000000001",
                                        "13000000000000000x", "990000000000000001"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        assert_code_refused(scan(shop, "800208", codes[i]));
        assert_code_refused(scan(shop, "800008", codes[i]));
    }
}

static void
a_merchant_for_all_wallets_recognises_them_by_the_code(void **state)
{
    struct shop *shop = *state;
    const struct answer *wechat = scan(shop, "800008", WECHAT_CODE);
    const struct answer *alipay = scan(shop, "800008", ALIPAY_CODE);

    assert_memory_equal(text_of(wechat, "chnlsn"), "4200", 4);
    assert_int_equal(strlen(text_of(wechat, "cardcd")), 28);
    assert_memory_equal(text_of(alipay, "chnlsn"), "20260310", 8);
    assert_memory_equal(text_of(alipay, "cardcd"), "2088", 4);
    assert_string_equal(recorded(shop, alipay, "chnlsn"), text_of(alipay, "chnlsn"));
    assert_string_equal(recorded(shop, alipay, "cardcd"), text_of(alipay, "cardcd"));
}

static void
a_payer_who_types_the_password_is_asked_about(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = scan(shop, "800208", "130000000000991143");

    assert_respcd(order, "1143");
    assert_non_null(order->reply.advice);
    assert_non_null(strstr(order->reply.advice, "PAY-CPM-02"));
    assert_state(shop, order, "password");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "0000");
    assert_string_equal(text_of(order, "chnlsn"), "");
    assert_memory_equal(recorded(shop, order, "chnlsn"), "4200", 4);
}

static void
a_code_can_name_its_own_refusal(void **state)
{
    struct shop *shop = *state;

    assert_respcd(scan(shop, "800108", "280000000000991202"), "1202");
    assert_respcd(scan(shop, "800108", "280000000000992005"), "2005");
    assert_respcd(scan(shop, "800108", "280000000000999999"), "0000");
}

static void
without_triggers_a_code_is_only_a_code(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--no-triggers", NULL);
    assert_respcd(scan(shop, "800208", "130000000000991143"), "0000");
}

static void
the_trigger_of_the_request_decides_about_a_scan(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop->trigger = "respcd=1145";
    order = scan(shop, "800208", WECHAT_CODE);
    shop->trigger = NULL;

    assert_respcd(order, "1145");
    assert_record(shop, order, "1145");
}

/* 0000 would mean paid, so an attempt that still has to end is answered 1143. */
static void
an_attempt_that_ends_badly_begins_as_1143(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "800208", "auth_code", WECHAT_CODE, "txamt",
                                     "981201", NULL);

    assert_respcd(order, "1143");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1201");
}

static void
a_frozen_amount_is_frozen_at_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = scan(shop, "801801", ALIPAY_CODE);

    assert_respcd(order, "0000");
    assert_record(shop, order, "0000");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SHOP_TEST(a_scanned_code_is_paid_at_once),
        SHOP_TEST(the_answer_names_the_wallets_number_and_the_payer),
        SHOP_TEST(a_code_works_once),
        SHOP_TEST(a_code_works_once_over_all_pay_types),
        SHOP_TEST(a_refused_number_leaves_the_code_unused),
        SHOP_TEST(a_refused_code_uses_the_number_up),
        SHOP_TEST(each_merchant_has_payers_of_its_own),
        SHOP_TEST(a_reset_makes_codes_new_again),
        SHOP_TEST(a_used_code_stays_used_when_the_mock_starts_again),
        SHOP_TEST(a_code_of_another_wallet_is_refused),
        SHOP_TEST(a_code_of_no_wallet_is_refused),
        SHOP_TEST(a_merchant_for_all_wallets_recognises_them_by_the_code),
        SHOP_TEST(a_payer_who_types_the_password_is_asked_about),
        SHOP_TEST(a_code_can_name_its_own_refusal),
        SHOP_TEST(without_triggers_a_code_is_only_a_code),
        SHOP_TEST(the_trigger_of_the_request_decides_about_a_scan),
        SHOP_TEST(an_attempt_that_ends_badly_begins_as_1143),
        SHOP_TEST(a_frozen_amount_is_frozen_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
