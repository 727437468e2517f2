/* Notifications that go wrong on demand: each situation of the catalogue, by its word in the header
 * X-QFMock-Trigger, and one by its amount. */
#include "backend.h"

#include <string.h>

static void
none_is_sent_and_the_log_says_so(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "no-notification");

    advance(backend->shop, 2 * 24 * 3600);

    assert_received(backend, 0);
    assert_log_state(backend, order, "suppressed");
    assert_record(backend->shop, order, "0000");
}

static void
an_amount_names_a_situation_as_well(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = paid(backend->shop, "txamt", "960006", "notify_url", backend->url,
                                      NULL);

    everything_is_sent(backend);

    assert_received(backend, 0);
    assert_log_state(backend, order, "suppressed");
}

static void
a_duplicate_comes_twice_in_the_same_bytes(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "duplicate-notification");

    assert_received(backend, 2);
    assert_string_equal(receiver_at(backend->receiver, 0)->body,
                        receiver_at(backend->receiver, 1)->body);
    assert_string_equal(receiver_at(backend->receiver, 0)->sign,
                        receiver_at(backend->receiver, 1)->sign);
    assert_log_state(backend, order, "delivered");
}

static void
a_late_one_comes_ten_minutes_later(void **state)
{
    struct backend *backend = *state;

    notified_as(backend, "late-notification");
    advance(backend->shop, 599);
    assert_received(backend, 0);

    advance(backend->shop, 1);

    assert_received(backend, 1);
}

static void
one_out_of_order_lets_the_next_one_pass(void **state)
{
    struct backend *backend = *state;
    const struct answer *first = notified_as(backend, "out-of-order-notification");
    const struct answer *second;

    assert_received(backend, 0);

    second = notified(backend);

    assert_received(backend, 2);
    assert_string_equal(told(backend, 0, "syssn"), text_of(second, "syssn"));
    assert_string_equal(told(backend, 1, "syssn"), text_of(first, "syssn"));
}

static void
a_refund_can_be_told_before_its_payment(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "out-of-order-notification");

    refund(backend->shop, order, NULL);
    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_string_equal(told(backend, 0, "notify_type"), "refund");
    assert_string_equal(told(backend, 1, "notify_type"), "payment");
}

static void
one_out_of_order_that_nobody_passes_comes_late(void **state)
{
    struct backend *backend = *state;

    notified_as(backend, "out-of-order-notification");
    advance(backend->shop, 600);

    assert_received(backend, 1);
}

static void
a_forged_one_is_signed_wrongly(void **state)
{
    struct backend *backend = *state;

    notified_as(backend, "forged-notification");

    assert_received(backend, 1);
    assert_false(is_well_signed(backend, 0));
}

static void
a_receiver_that_accepts_a_forgery_is_told_so(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "forged-notification");

    assert_non_null(strstr(text_in(attempt_at(backend, order, 0), "diagnosis"), "PIT-75"));
}

static void
a_receiver_that_refuses_a_forgery_is_right_and_sees_it_once(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 403, "wrong signature");
    order = notified_as(backend, "forged-notification");
    advance(backend->shop, 2 * 24 * 3600);

    assert_received(backend, 1);
    assert_non_null(strstr(text_in(attempt_at(backend, order, 0), "diagnosis"), "as it must"));
}

static void
a_wrong_amount_is_signed_well(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "wrong-amount-notification");

    assert_string_equal(told(backend, 0, "txamt"), "299");
    assert_true(is_well_signed(backend, 0));
    assert_non_null(strstr(text_in(attempt_at(backend, order, 0), "diagnosis"), "PIT-81"));
}

static void
a_pretty_body_has_line_breaks_and_a_good_signature(void **state)
{
    struct backend *backend = *state;

    notified_as(backend, "pretty-notification");

    assert_non_null(strstr(receiver_at(backend->receiver, 0)->body, "{\n    \"status\": \"1\",\n"));
    assert_string_equal(told(backend, 0, "txamt"), "300");
    assert_true(is_well_signed(backend, 0));
}

static void
a_pretty_body_keeps_what_looks_like_json_in_a_text(void **state)
{
    static const char goods_name[] = "a\", {\"b\": \"c\\";
    struct backend *backend = *state;

    backend->shop->trigger = "pretty-notification";
    payer_does(backend->shop,
               pay(backend->shop, "notify_url", backend->url, "goods_name", goods_name, NULL),
               "pay");
    backend->shop->trigger = NULL;
    everything_is_sent(backend);

    assert_string_equal(told(backend, 0, "goods_name"), goods_name);
}

static void
a_refund_can_be_told_wrongly_too(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    backend->shop->trigger = "duplicate-notification";
    refund(backend->shop, order, NULL);
    backend->shop->trigger = NULL;
    everything_is_sent(backend);

    assert_received(backend, 3);
    assert_string_equal(told(backend, 2, "notify_type"), "refund");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        BACKEND_TEST(none_is_sent_and_the_log_says_so),
        BACKEND_TEST(an_amount_names_a_situation_as_well),
        BACKEND_TEST(a_duplicate_comes_twice_in_the_same_bytes),
        BACKEND_TEST(a_late_one_comes_ten_minutes_later),
        BACKEND_TEST(one_out_of_order_lets_the_next_one_pass),
        BACKEND_TEST(a_refund_can_be_told_before_its_payment),
        BACKEND_TEST(one_out_of_order_that_nobody_passes_comes_late),
        BACKEND_TEST(a_forged_one_is_signed_wrongly),
        BACKEND_TEST(a_receiver_that_accepts_a_forgery_is_told_so),
        BACKEND_TEST(a_receiver_that_refuses_a_forgery_is_right_and_sees_it_once),
        BACKEND_TEST(a_wrong_amount_is_signed_well),
        BACKEND_TEST(a_pretty_body_has_line_breaks_and_a_good_signature),
        BACKEND_TEST(a_pretty_body_keeps_what_looks_like_json_in_a_text),
        BACKEND_TEST(a_refund_can_be_told_wrongly_too),
    };

    return cmocka_run_group_tests_name("notify_situation", tests, NULL, NULL);
}
