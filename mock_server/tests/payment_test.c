/* What a payment does: the order that it makes, the answer's shape, numbers that may not be used
 * twice, and accounts that may not pay. What a value must look like is field_test.c, in which order
 * mistakes are found is refusal_test.c. */
#include "shop.h"

#include <string.h>

#include "notify/store_and_tell.h"

#define IDENTITY "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"\\u5c0f\\u6797\"}"

static void
an_accepted_order_shows_a_qr_code_and_is_unpaid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    assert_accepted(order);
    assert_state(shop, order, "unpaid");
}

static void
the_answer_has_the_seeds_keys_in_the_seeds_order(void **state)
{
    static const char *const keys[] = {"sysdtm",   "paydtm",       "txcurrcd", "respmsg", "qrcode",
                                       "pay_type", "cardcd",       "udid",     "txdtm",   "txamt",
                                       "resperr",  "out_trade_no", "syssn",    "respcd",  "chnlsn"};
    const struct answer *order = pay(*state, NULL);
    const cJSON *member = order->json->child;

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        assert_non_null(member);
        assert_string_equal(member->string, keys[i]);
        assert_true(cJSON_IsString(member));
        member = member->next;
    }
    assert_null(member);
}

static void
the_answer_is_spelt_as_qfpay_spells_json(void **state)
{
    const struct answer *order = pay(*state, "out_trade_no", "订单1", NULL);

    assert_non_null(
        strstr(order->reply.body, "{\"sysdtm\": \"2026-03-10 12:00:00\", \"paydtm\": "));
    assert_non_null(strstr(order->reply.body, "\"out_trade_no\": \"\\u8ba2\\u53551\", "));
}

static void
the_answer_echoes_what_was_asked_for(void **state)
{
    const struct answer *order = pay(*state, "txamt", "1250", "txcurrcd", "SGD", "txdtm",
                                     "2026-03-10 04:00:00", "udid", "till 4", "out_trade_no", "A/1",
                                     NULL);

    assert_string_equal(text_of(order, "txamt"), "1250");
    assert_string_equal(text_of(order, "txcurrcd"), "SGD");
    assert_string_equal(text_of(order, "txdtm"), "2026-03-10 04:00:00");
    assert_string_equal(text_of(order, "udid"), "till 4");
    assert_string_equal(text_of(order, "out_trade_no"), "A/1");
    assert_string_equal(text_of(order, "pay_type"), "800201");
}

static void
an_order_without_a_udid_gets_qiantai2(void **state)
{
    assert_string_equal(text_of(pay(*state, NULL), "udid"), "qiantai2");
}

static void
system_times_are_the_merchants_clock_in_utc_plus_8_whatever_the_txzone(void **state)
{
    const struct answer *order = pay(*state, "txzone", "+0000", NULL);

    assert_string_equal(text_of(order, "sysdtm"), SHOP_NOW);
    assert_string_equal(text_of(order, "paydtm"), SHOP_NOW);
}

static void
wallet_fields_are_empty_until_the_order_is_paid(void **state)
{
    const struct answer *order = pay(*state, NULL);

    assert_string_equal(text_of(order, "chnlsn"), "");
    assert_string_equal(text_of(order, "cardcd"), "");
}

static void
texts_say_success_and_ok(void **state)
{
    const struct answer *order = pay(*state, NULL);

    assert_string_equal(text_of(order, "resperr"), "success");
    assert_string_equal(text_of(order, "respmsg"), "OK");
}

static void
every_answer_is_signed_with_md5_of_body_and_key(void **state)
{
    struct shop *shop = *state;
    const struct answer *answers[] = {pay(shop, NULL), pay(shop, "txamt", "0", NULL),
                                      ask(shop, NULL)};
    char expected[QFPAY_SIGN_HEX_SIZE];

    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        const struct reply *reply = &answers[i]->reply;

        assert_int_equal(qfpay_sign_bytes(shop->signer, reply->body, reply->body_len, DIRECT_KEY,
                                          QFPAY_DIGEST_MD5, expected, NULL),
                         QFPAY_OK);
        assert_true(reply->is_signed);
        assert_string_equal(reply->sign, expected);
    }
}

static void
a_stranger_gets_no_signature(void **state)
{
    struct shop *shop = *state;

    as_merchant(shop, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", DIRECT_KEY);

    assert_false(pay(shop, NULL)->reply.is_signed);
}

static void
a_used_number_is_refused_with_the_captured_texts(void **state)
{
    struct shop *shop = *state;
    const struct answer *again;

    assert_accepted(pay(shop, "out_trade_no", "twice", NULL));
    again = pay(shop, "out_trade_no", "twice", NULL);

    assert_refused(again, "1251", "PAY-OTN-02");
    assert_string_equal(text_of(again, "respmsg"), "out_trade_no is used");
    assert_string_equal(text_of(again, "resperr"),
                        "Do not use duplicate out_trade_no for request(1251)");
}

static void
a_used_number_stays_used_after_the_order_expired(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "late", NULL));
    advance(shop, 31L * 60);

    assert_refused(pay(shop, "out_trade_no", "late", NULL), "1251", "PAY-OTN-02");
}

static void
numbers_are_compared_byte_by_byte(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "abc", NULL));

    assert_accepted(pay(shop, "out_trade_no", "ABC", NULL));
    assert_accepted(pay(shop, "out_trade_no", "0abc", NULL));
}

static void
two_merchants_may_use_the_same_number(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "shared", NULL));
    as_agent(shop, "ZaMVg00001");

    assert_accepted(pay(shop, "out_trade_no", "shared", NULL));
}

static void
two_mchids_of_one_agent_may_use_the_same_number(void **state)
{
    struct shop *shop = *state;

    assert_int_equal(control(shop, "PUT", "merchants/" AGENT_APP,
                             "{\"mchids\": [{\"mchid\": \"ZaMVg00002\", \"state\": \"active\"}]}")
                         ->reply.http_status,
                     200);
    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, "out_trade_no", "shared", NULL));
    as_agent(shop, "ZaMVg00002");

    assert_accepted(pay(shop, "out_trade_no", "shared", NULL));
    assert_refused(pay(shop, "out_trade_no", "shared", NULL), "1251", "PAY-OTN-02");
}

static void
a_refused_request_does_not_use_its_number_up(void **state)
{
    struct shop *shop = *state;

    assert_respcd(pay(shop, "out_trade_no", "free", "txamt", "0", NULL), "1104");
    assert_unknown(shop, "free");

    assert_accepted(pay(shop, "out_trade_no", "free", NULL));
}

static void
a_wrongly_signed_request_does_not_use_its_number_up(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "out_trade_no", "free", NULL);

    call.headers.sign = "00000000000000000000000000000000";
    assert_refused(deliver(shop, &call), "1108", "SIG-11");

    assert_accepted(pay(shop, "out_trade_no", "free", NULL));
}

static void
a_syssn_has_the_date_a_node_and_a_sequence(void **state)
{
    const char *syssn = text_of(pay(*state, NULL), "syssn");

    assert_int_equal(strlen(syssn), 26);
    assert_int_equal(strspn(syssn, "0123456789"), 26);
    assert_memory_equal(syssn, "20260310", 8);
    assert_memory_equal(syssn + 12, "0002", 4);
}

static void
two_orders_have_two_syssns_and_two_qr_codes(void **state)
{
    struct shop *shop = *state;
    const struct answer *first = pay(shop, NULL);
    const struct answer *second = pay(shop, NULL);

    assert_string_not_equal(text_of(first, "syssn"), text_of(second, "syssn"));
    assert_string_not_equal(text_of(first, "qrcode"), text_of(second, "qrcode"));
}

static void
sorting_by_syssn_is_not_sorting_by_time(void **state)
{
    struct shop *shop = *state;
    unsigned reversed = 0;
    const char *last = text_of(pay(shop, NULL), "syssn");

    for (int i = 0; i < 4; i++) {
        const char *next = text_of(pay(shop, NULL), "syssn");

        reversed += strcmp(next, last) < 0;
        last = next;
    }
    assert_in_range(reversed, 1, 3);
}

static void
a_qr_code_is_a_wechat_link(void **state)
{
    static const char prefix[] = "weixin://wxpay/bizpayurl?pr=";
    const char *qrcode = text_of(pay(*state, NULL), "qrcode");

    assert_int_equal(strlen(qrcode), strlen(prefix) + 7);
    assert_memory_equal(qrcode, prefix, strlen(prefix));
}

static void
the_same_seed_makes_the_same_codes(void **state)
{
    struct shop *shop = *state;
    const char *first;
    const char *other;

    shop_restart(shop, "--seed", "7", NULL);
    first = text_of(pay(shop, NULL), "qrcode");
    shop_restart(shop, "--seed", "8", NULL);
    other = text_of(pay(shop, NULL), "qrcode");
    shop_restart(shop, "--seed", "7", NULL);

    assert_string_equal(text_of(pay(shop, NULL), "qrcode"), first);
    assert_string_not_equal(other, first);
}

static void
a_listed_pay_type_that_is_not_enabled_is_refused_by_the_filter(void **state)
{
    const struct answer *answer = pay(*state, "pay_type", "802901", NULL);

    assert_refused(answer, "1242", "PAY-TYPE-02");
    assert_string_equal(text_of(answer, "respmsg"), "filter_error");
}

static void
a_listed_currency_that_is_not_enabled_is_refused_by_the_filter(void **state)
{
    struct shop *shop = *state;

    control(shop, "PUT", "merchants/" DIRECT_APP, "{\"features\": {\"currencies\": [\"HKD\"]}}");

    assert_refused(pay(shop, "txcurrcd", "JPY", NULL), "1242", "PAY-CUR-02");
    assert_accepted(pay(shop, "txcurrcd", "HKD", NULL));
}

static void
a_direct_merchant_must_not_send_a_mchid(void **state)
{
    assert_refused(pay(*state, "mchid", "ZaMVg00001", NULL), "1104", "PAY-MCHID-02");
}

static void
an_agent_pays_with_an_active_mchid(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00001");

    assert_accepted(pay(shop, NULL));
}

static void
an_agent_must_send_a_mchid(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, WITHOUT);

    assert_refused(pay(shop, NULL), "1104", "PAY-MCHID-01");
    assert_refused(pay(shop, "mchid", "", NULL), "1104", "PAY-MCHID-01");
}

static void
a_disabled_mchid_is_1243(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00002");

    assert_respcd(pay(shop, NULL), "1243");
}

static void
an_unconfigured_mchid_is_1242(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00003");

    assert_respcd(pay(shop, NULL), "1242");
}

static void
an_unknown_mchid_gets_the_captured_refusal_of_three_keys(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    as_agent(shop, "ZaMVg99999");
    answer = pay(shop, NULL);

    assert_refused(answer, "1108", "PAY-MCHID-05");
    assert_string_equal(text_of(answer, "resperr"), "MCHCODE非法");
    assert_string_equal(text_of(answer, "respmsg"), "");
    assert_int_equal(cJSON_GetArraySize(answer->json), 3);
}

static void
a_mchid_of_seventeen_characters_is_too_long(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "12345678901234567");

    assert_refused(pay(shop, NULL), "1104", "PAY-MCHID-03");
}

static void
rmb_tag_goes_together_with_cny(void **state)
{
    const struct answer *order = pay(*state, "rmb_tag", "Y", "txcurrcd", "CNY", NULL);

    assert_accepted(order);
    assert_not_advised(order);
}

static void
a_used_number_is_not_told_before_the_fields_are_right(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "used", NULL));

    assert_refused(pay(shop, "out_trade_no", "used", "txdtm", "now", NULL), "1104", "PAY-TXDTM-02");
}

static void
an_early_refusal_has_four_keys_and_the_number(void **state)
{
    const struct answer *answer = pay(*state, "out_trade_no", "echo", "txamt", "0", NULL);

    assert_int_equal(cJSON_GetArraySize(answer->json), 4);
    assert_string_equal(text_of(answer, "out_trade_no"), "echo");
    assert_string_equal(text_of(answer, "resperr"), "Request parameter error(1104)");
}

static void
parameters_may_stand_in_the_url_with_an_empty_body(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.query = call.body;
    call.body = NULL;
    call.headers.content_type = NULL;

    assert_accepted(deliver(shop, &call));
}

static void
url_and_body_are_one_set(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "udid", "split", NULL);
    char *ampersand = strchr(call.body, '&');

    *ampersand = '\0';
    call.query = call.body;
    call.body = ampersand + 1;

    assert_accepted(deliver(shop, &call));
}

static void
a_raw_body_is_accepted(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "out_trade_no", "raw-1", NULL);

    call.body = "txamt=300&txcurrcd=HKD&pay_type=800201&out_trade_no=raw-1&txdtm=" SHOP_NOW;

    assert_accepted(deliver(shop, &call));
}

static void
an_order_carries_its_names_into_the_record(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "goods_name", "茶", "udid", "till", NULL);
    const cJSON *record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_string_equal(text_in(record, "goods_name"), "茶");
    assert_string_equal(text_in(record, "udid"), "till");
    assert_string_equal(text_in(record, "txdtm"), SHOP_NOW);
}

static void
identity_data_is_kept_only_where_real_name_checks_are_on(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    control(shop, "PUT", "merchants/" DIRECT_APP, "{\"features\": {\"real_name\": false}}");
    order = pay(shop, "extend_info", IDENTITY, NULL);
    assert_advised(order, "PAY-EXT-01");

    assert_int_equal(control(shop, "POST",
                             format(shop, "transactions/%s/payer", text_of(order, "syssn")),
                             "{\"action\": \"pay\", \"payer\": {\"user_creid\": \"1\", "
                             "\"user_truename\": \"x\"}}")
                         ->reply.http_status,
                     200);
    assert_state(shop, order, "paid");
}

static size_t
count_paid(struct shop *shop, const struct merchant *merchant)
{
    struct store_walk walk = store_walk_merchant(shop->server.store, merchant, NULL);
    struct trade trade;
    size_t count = 0;

    while (store_walk_next(&walk, &trade))
        count += trade.state == TRADE_PAID;
    return count;
}

/* However many mchids it has. */
static void
automatic_payers_of_a_merchant_pay_so_many_in_one_turn(void **state)
{
    static const char *const mchids[] = {"ZaMVg00001", "ZaMVg00002"};
    struct shop *shop = *state;
    struct merchant *merchant;

    shop_restart(shop, "--auto-pay", "30s", NULL);
    control(shop, "PUT", "merchants/" AGENT_APP,
            "{\"mchids\": [{\"mchid\": \"ZaMVg00001\", \"state\": \"active\"},"
            " {\"mchid\": \"ZaMVg00002\", \"state\": \"active\"}]}");
    for (size_t i = 0; i < 300; i++) {
        as_agent(shop, mchids[i % 2]);
        assert_accepted(pay(shop, NULL));
    }
    advance(shop, 60);
    merchant = registry_find(&shop->server.merchants, AGENT_APP);

    let_payers_pay(&shop->server, merchant);
    assert_int_equal(count_paid(shop, merchant), 200);
    let_payers_pay(&shop->server, merchant);
    assert_int_equal(count_paid(shop, merchant), 300);
    assert_true(merchant->auto_pay_next == INT64_MAX);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(an_accepted_order_shows_a_qr_code_and_is_unpaid),
        SHOP_TEST(the_answer_has_the_seeds_keys_in_the_seeds_order),
        SHOP_TEST(the_answer_is_spelt_as_qfpay_spells_json),
        SHOP_TEST(the_answer_echoes_what_was_asked_for),
        SHOP_TEST(an_order_without_a_udid_gets_qiantai2),
        SHOP_TEST(system_times_are_the_merchants_clock_in_utc_plus_8_whatever_the_txzone),
        SHOP_TEST(wallet_fields_are_empty_until_the_order_is_paid),
        SHOP_TEST(texts_say_success_and_ok),
        SHOP_TEST(every_answer_is_signed_with_md5_of_body_and_key),
        SHOP_TEST(a_stranger_gets_no_signature),
        SHOP_TEST(a_used_number_is_refused_with_the_captured_texts),
        SHOP_TEST(a_used_number_stays_used_after_the_order_expired),
        SHOP_TEST(numbers_are_compared_byte_by_byte),
        SHOP_TEST(two_merchants_may_use_the_same_number),
        SHOP_TEST(two_mchids_of_one_agent_may_use_the_same_number),
        SHOP_TEST(a_refused_request_does_not_use_its_number_up),
        SHOP_TEST(a_wrongly_signed_request_does_not_use_its_number_up),
        SHOP_TEST(a_syssn_has_the_date_a_node_and_a_sequence),
        SHOP_TEST(two_orders_have_two_syssns_and_two_qr_codes),
        SHOP_TEST(sorting_by_syssn_is_not_sorting_by_time),
        SHOP_TEST(a_qr_code_is_a_wechat_link),
        SHOP_TEST(the_same_seed_makes_the_same_codes),
        SHOP_TEST(a_listed_pay_type_that_is_not_enabled_is_refused_by_the_filter),
        SHOP_TEST(a_listed_currency_that_is_not_enabled_is_refused_by_the_filter),
        SHOP_TEST(a_direct_merchant_must_not_send_a_mchid),
        SHOP_TEST(an_agent_pays_with_an_active_mchid),
        SHOP_TEST(an_agent_must_send_a_mchid),
        SHOP_TEST(a_disabled_mchid_is_1243),
        SHOP_TEST(an_unconfigured_mchid_is_1242),
        SHOP_TEST(an_unknown_mchid_gets_the_captured_refusal_of_three_keys),
        SHOP_TEST(a_mchid_of_seventeen_characters_is_too_long),
        SHOP_TEST(rmb_tag_goes_together_with_cny),
        SHOP_TEST(a_used_number_is_not_told_before_the_fields_are_right),
        SHOP_TEST(an_early_refusal_has_four_keys_and_the_number),
        SHOP_TEST(parameters_may_stand_in_the_url_with_an_empty_body),
        SHOP_TEST(url_and_body_are_one_set),
        SHOP_TEST(a_raw_body_is_accepted),
        SHOP_TEST(an_order_carries_its_names_into_the_record),
        SHOP_TEST(identity_data_is_kept_only_where_real_name_checks_are_on),
        SHOP_TEST(automatic_payers_of_a_merchant_pay_so_many_in_one_turn),
    };

    return cmocka_run_group_tests_name("payment", tests, NULL, NULL);
}
