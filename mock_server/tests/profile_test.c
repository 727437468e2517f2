/* The two faces of the API and the three languages: what is seen on the wire and what is written in
 * the documents differ in the open questions of fixtures/sources.md. */
#include "shop.h"

static void
observed_refuses_a_used_number_with_1251(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "twice", NULL));

    assert_respcd(pay(shop, "out_trade_no", "twice", NULL), "1251");
}

static void
documented_refuses_a_used_number_with_1102(void **state)
{
    struct shop *shop = *state;
    const struct answer *again;

    shop_restart(shop, "--profile", "documented", NULL);
    assert_accepted(pay(shop, "out_trade_no", "twice", NULL));
    again = pay(shop, "out_trade_no", "twice", NULL);

    assert_refused(again, "1102", "PAY-OTN-02");
    assert_string_equal(text_of(again, "resperr"), "Duplicate request (1102)");
}

static void
documented_puts_a_space_before_the_code_of_a_text(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--profile", "documented", NULL);

    assert_string_equal(text_of(pay(shop, "txamt", "0", NULL), "resperr"),
                        "Request parameter error (1104)");
}

static void
observed_takes_a_query_by_get(void **state)
{
    struct shop *shop = *state;
    struct call call = a_query(shop, NULL);

    call.method = "GET";
    call.query = call.body;
    call.body = NULL;

    assert_respcd(deliver(shop, &call), "0000");
}

static void
documented_refuses_a_query_by_get(void **state)
{
    struct shop *shop = *state;
    struct call call;

    shop_restart(shop, "--profile", "documented", NULL);
    call = a_query(shop, NULL);
    call.method = "GET";
    call.query = call.body;
    call.body = NULL;

    assert_int_equal(deliver(shop, &call)->reply.http_status, 405);
}

static void
observed_writes_page_numbers_as_numbers(void **state)
{
    const struct answer *answer = ask(*state, NULL);

    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(answer->json, "page")));
    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(answer->json, "page_size")));
}

static void
documented_writes_page_numbers_as_strings(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    shop_restart(shop, "--profile", "documented", NULL);
    answer = ask(shop, NULL);

    assert_string_equal(text_of(answer, "page"), "1");
    assert_string_equal(text_of(answer, "page_size"), "10");
}

static void
health_names_profile_and_language(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    shop_restart(shop, "--profile", "documented", "--lang", "zh-hant", NULL);
    answer = control(shop, "GET", "health", NULL);

    assert_string_equal(text_of(answer, "profile"), "documented");
    assert_string_equal(text_of(answer, "lang"), "zh-hant");
}

static void
refusals_come_in_traditional_chinese(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--lang", "zh-hant", NULL);

    assert_string_equal(text_of(pay(shop, "txamt", "0", NULL), "resperr"), "請求參數錯誤(1104)");
}

static void
refusals_come_in_simplified_chinese(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--lang", "zh-hans", NULL);

    assert_string_equal(text_of(pay(shop, "txamt", "0", NULL), "resperr"), "请求参数错误(1104)");
}

static void
success_is_said_as_captured(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--lang", "zh-hans", NULL);

    assert_string_equal(text_of(pay(shop, NULL), "resperr"), "交易成功");
    assert_string_equal(text_of(ask(shop, NULL), "resperr"), "请求成功");
}

static void
records_come_in_the_servers_language(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--lang", "zh-hant", NULL);
    order = pay(shop, "txamt", "991205", NULL);

    assert_string_equal(
        text_in(record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0), "errmsg"),
        text_of(order, "resperr"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(observed_refuses_a_used_number_with_1251),
        SHOP_TEST(documented_refuses_a_used_number_with_1102),
        SHOP_TEST(documented_puts_a_space_before_the_code_of_a_text),
        SHOP_TEST(observed_takes_a_query_by_get),
        SHOP_TEST(documented_refuses_a_query_by_get),
        SHOP_TEST(observed_writes_page_numbers_as_numbers),
        SHOP_TEST(documented_writes_page_numbers_as_strings),
        SHOP_TEST(health_names_profile_and_language),
        SHOP_TEST(refusals_come_in_traditional_chinese),
        SHOP_TEST(refusals_come_in_simplified_chinese),
        SHOP_TEST(success_is_said_as_captured),
        SHOP_TEST(records_come_in_the_servers_language),
    };

    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
