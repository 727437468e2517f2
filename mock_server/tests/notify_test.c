/* Who is told what, and when: the receivers, the bodies of each kind and their signature. That they
 * arrive is notify_delivery_test.c, that they go wrong on demand notify_situation_test.c. Key lists
 * are copied from captures (NTF-09, NTF-20). */
#include "backend.h"

#include <string.h>

static const char *const payment_keys[] = {
    "status", "pay_type",      "sysdtm",   "paydtm",       "goods_name", "txcurrcd",      "txdtm",
    "txamt",  "exchange_rate", "chnlsn2",  "out_trade_no", "syssn",      "cash_fee_type", "cancel",
    "respcd", "goods_info",    "cash_fee", "notify_type",  "chnlsn",     "cardcd",        NULL};
static const char *const refund_keys[] = {"status", "sysdtm", "txcurrcd",    "orig_out_trade_no",
                                          "txdtm",  "txamt",  "orig_syssn",  "out_trade_no",
                                          "syssn",  "respcd", "notify_type", NULL};

static void
assert_told_keys(struct backend *backend, size_t index, const char *const *keys)
{
    cJSON *body = cJSON_Parse(receiver_at(backend->receiver, index)->body);
    const cJSON *member;

    assert_non_null(body);
    cJSON_ArrayForEach(member, body)
    {
        assert_non_null(*keys);
        assert_string_equal(member->string, *keys++);
        assert_true(cJSON_IsString(member));
    }
    assert_null(*keys);
    cJSON_Delete(body);
}

static void
set_merchant_url(struct backend *backend, const char *url)
{
    const struct answer *answer = control(
        backend->shop, "PUT", format(backend->shop, "merchants/%s", backend->shop->app_code),
        format(backend->shop, "{\"notify_url\": \"%s\"}", url));

    assert_int_equal(answer->reply.http_status, 200);
}

static void
a_paid_order_is_told_to_the_url_of_its_request(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    assert_received(backend, 1);
    assert_string_equal(told(backend, 0, "syssn"), text_of(order, "syssn"));
    assert_log_state(backend, order, "delivered");
}

static void
a_notification_is_a_json_post_to_the_path(void **state)
{
    struct backend *backend = *state;
    const char *head;

    notified(backend);

    head = receiver_at(backend->receiver, 0)->head;
    assert_true(strncmp(head, "POST /notify HTTP/1.1\r\n", 23) == 0);
    assert_non_null(strstr(head, "\r\nContent-Type: application/json\r\n"));
}

static void
the_body_of_a_payment_has_the_keys_of_the_capture(void **state)
{
    struct backend *backend = *state;

    notified(backend);

    assert_told_keys(backend, 0, payment_keys);
}

static void
the_body_tells_what_the_order_is(void **state)
{
    static const char *const members[][2] = {
        {"status", "1"},
        {"pay_type", "800201"},
        {"txamt", "300"},
        {"txcurrcd", "HKD"},
        {"respcd", "0000"},
        {"notify_type", "payment"},
        {"cancel", "0"},
        {"cash_fee", "0"},
        {"out_trade_no", "order-1"},
        {"sysdtm", SHOP_NOW},
        {"paydtm", "2026-03-10 12:00:07"},
    };
    struct backend *backend = *state;
    struct shop *shop = backend->shop;
    const struct answer *order = pay(shop, "notify_url", backend->url, NULL);

    advance(shop, 7);
    payer_does(shop, order, "pay");
    everything_is_sent(backend);

    for (size_t i = 0; i < COUNT_OF(members); i++)
        assert_string_equal(told(backend, 0, members[i][0]), members[i][1]);
}

static void
text_beyond_ascii_travels_in_escapes(void **state)
{
    struct backend *backend = *state;

    paid(backend->shop, "notify_url", backend->url, "goods_name", "测试", NULL);
    everything_is_sent(backend);

    assert_non_null(
        strstr(receiver_at(backend->receiver, 0)->body, "\"goods_name\": \"\\u6d4b\\u8bd5\", "));
}

static void
the_signature_is_md5_over_the_raw_body_and_the_key(void **state)
{
    struct backend *backend = *state;

    notified(backend);

    assert_true(is_well_signed(backend, 0));
}

#define NOTIFY_KEY "NotifyKeyOfThisShop"

static void
set_notify_key(struct backend *backend, const char *key)
{
    const struct answer *answer = control(
        backend->shop, "PUT", format(backend->shop, "merchants/%s", backend->shop->app_code),
        format(backend->shop, "{\"notify_key\": \"%s\"}", key));

    assert_int_equal(answer->reply.http_status, 200);
}

static void
a_notify_key_signs_notifications_and_no_answer(void **state)
{
    struct backend *backend = *state;
    char sign[QFPAY_SIGN_HEX_SIZE];
    const struct answer *order;

    set_notify_key(backend, NOTIFY_KEY);
    order = notified(backend);

    assert_true(is_signed_with(backend, 0, NOTIFY_KEY));
    assert_int_equal(qfpay_sign_bytes(backend->shop->signer, order->reply.body,
                                      order->reply.body_len, backend->shop->client_key,
                                      QFPAY_DIGEST_MD5, sign, NULL),
                     QFPAY_OK);
    assert_string_equal(order->reply.sign, sign);
}

static void
without_its_notify_key_the_client_key_signs_again(void **state)
{
    struct backend *backend = *state;

    set_notify_key(backend, NOTIFY_KEY);
    set_notify_key(backend, "");
    notified(backend);

    assert_true(is_well_signed(backend, 0));
}

static void
a_forged_one_is_signed_with_neither_key(void **state)
{
    struct backend *backend = *state;

    set_notify_key(backend, NOTIFY_KEY);
    paid(backend->shop, "notify_url", backend->url, "txamt", "960008", NULL);
    everything_is_sent(backend);

    assert_false(is_signed_with(backend, 0, NOTIFY_KEY));
    assert_false(is_well_signed(backend, 0));
}

static void
the_url_of_the_merchant_counts_when_the_request_has_none(void **state)
{
    struct backend *backend = *state;

    set_merchant_url(backend, backend->url);
    paid(backend->shop, NULL);
    everything_is_sent(backend);

    assert_received(backend, 1);
}

static void
the_url_of_the_request_counts_more_than_that_of_the_merchant(void **state)
{
    struct backend *backend = *state;

    set_merchant_url(backend, "http://127.0.0.1:9/nobody");
    notified(backend);

    assert_received(backend, 1);
}

static void
without_a_url_nobody_is_told(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = paid(backend->shop, NULL);

    everything_is_sent(backend);

    assert_int_equal(log_count(backend, order), 0);
}

static void
an_agents_notification_names_the_mchid(void **state)
{
    struct backend *backend = *state;

    as_agent(backend->shop, "ZaMVg00001");
    notified(backend);

    assert_string_equal(told(backend, 0, "mchid"), "ZaMVg00001");
    assert_true(is_well_signed(backend, 0));
}

static void
nobody_is_told_of_what_has_failed(void **state)
{
    struct backend *backend = *state;
    struct shop *shop = backend->shop;
    const struct answer *failed = pay(shop, "notify_url", backend->url, NULL);
    const struct answer *expired = pay(shop, "notify_url", backend->url, NULL);

    payer_does(shop, failed, "fail");
    advance(shop, 3 * 3600);
    assert_record(shop, expired, "1181");
    everything_is_sent(backend);

    assert_received(backend, 0);
}

static void
an_order_is_told_once_however_often_it_is_asked_for(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    assert_record(backend->shop, order, "0000");
    assert_record(backend->shop, order, "0000");
    everything_is_sent(backend);

    assert_received(backend, 1);
}

static void
a_pending_order_is_told_by_the_query_that_ends_it(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = pay(backend->shop, "txamt", "981145", "notify_url", backend->url,
                                     NULL);

    assert_record(backend->shop, order, "1145");
    assert_record(backend->shop, order, "1145");
    everything_is_sent(backend);
    assert_received(backend, 0);

    assert_record(backend->shop, order, "0000");
    everything_is_sent(backend);
    assert_received(backend, 1);
}

static void
a_refund_has_a_body_of_its_own(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);
    const struct answer *back = refund(backend->shop, order, "txamt", "100", NULL);

    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_told_keys(backend, 1, refund_keys);
    assert_string_equal(told(backend, 1, "notify_type"), "refund");
    assert_string_equal(told(backend, 1, "txamt"), "100");
    assert_string_equal(told(backend, 1, "syssn"), text_of(back, "syssn"));
    assert_string_equal(told(backend, 1, "out_trade_no"), "refund-1");
    assert_string_equal(told(backend, 1, "orig_syssn"), text_of(order, "syssn"));
    assert_string_equal(told(backend, 1, "orig_out_trade_no"), "order-1");
    assert_true(is_well_signed(backend, 1));
}

static void
a_card_payment_given_back_on_its_day_is_a_cancel_with_a_number_of_its_own(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = paid(backend->shop, "pay_type", "802808", "auth_code",
                                      "280000000000000001", "notify_url", backend->url, NULL);

    refund(backend->shop, order, NULL);
    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_string_equal(told(backend, 1, "notify_type"), "cancel");
    assert_int_equal(strlen(told(backend, 1, "out_trade_no")), 32);
    assert_string_equal(told(backend, 1, "orig_syssn"), text_of(order, "syssn"));
}

static const struct answer *
frozen(struct backend *backend)
{
    return paid(backend->shop, "pay_type", "801808", "txamt", "1000", "notify_url", backend->url,
                "auth_code", "280000000000000001", NULL);
}

static void
a_capture_is_told_as_a_payment(void **state)
{
    struct backend *backend = *state;
    const struct answer *preauth = frozen(backend);
    const struct answer *capture = call_api(backend->shop, "authtrade", "syssn",
                                            text_of(preauth, "syssn"), "txamt", "400", NULL);

    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_string_equal(told(backend, 1, "notify_type"), "payment");
    assert_string_equal(told(backend, 1, "syssn"), text_of(capture, "syssn"));
}

static void
a_release_is_told_as_unfreeze(void **state)
{
    struct backend *backend = *state;
    const struct answer *preauth = frozen(backend);

    call_api(backend->shop, "unfreeze", "syssn", text_of(preauth, "syssn"), "out_trade_no",
             text_of(preauth, "out_trade_no"), "txamt", "1000", NULL);
    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_string_equal(told(backend, 1, "notify_type"), "unfreeze");
}

static void
an_automatic_payer_is_told_although_nobody_asks(void **state)
{
    struct backend *backend = *state;

    backend_restart(backend, "--auto-pay", "30s", NULL);
    pay(backend->shop, "notify_url", backend->url, NULL);
    advance(backend->shop, 29);
    assert_received(backend, 0);

    advance(backend->shop, 1);

    assert_received(backend, 1);
    assert_string_equal(told(backend, 0, "paydtm"), "2026-03-10 12:00:30");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        BACKEND_TEST(a_paid_order_is_told_to_the_url_of_its_request),
        BACKEND_TEST(a_notification_is_a_json_post_to_the_path),
        BACKEND_TEST(the_body_of_a_payment_has_the_keys_of_the_capture),
        BACKEND_TEST(the_body_tells_what_the_order_is),
        BACKEND_TEST(text_beyond_ascii_travels_in_escapes),
        BACKEND_TEST(the_signature_is_md5_over_the_raw_body_and_the_key),
        BACKEND_TEST(a_notify_key_signs_notifications_and_no_answer),
        BACKEND_TEST(without_its_notify_key_the_client_key_signs_again),
        BACKEND_TEST(a_forged_one_is_signed_with_neither_key),
        BACKEND_TEST(the_url_of_the_merchant_counts_when_the_request_has_none),
        BACKEND_TEST(the_url_of_the_request_counts_more_than_that_of_the_merchant),
        BACKEND_TEST(without_a_url_nobody_is_told),
        BACKEND_TEST(an_agents_notification_names_the_mchid),
        BACKEND_TEST(nobody_is_told_of_what_has_failed),
        BACKEND_TEST(an_order_is_told_once_however_often_it_is_asked_for),
        BACKEND_TEST(a_pending_order_is_told_by_the_query_that_ends_it),
        BACKEND_TEST(a_refund_has_a_body_of_its_own),
        BACKEND_TEST(a_card_payment_given_back_on_its_day_is_a_cancel_with_a_number_of_its_own),
        BACKEND_TEST(a_capture_is_told_as_a_payment),
        BACKEND_TEST(a_release_is_told_as_unfreeze),
        BACKEND_TEST(an_automatic_payer_is_told_although_nobody_asks),
    };

    return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
