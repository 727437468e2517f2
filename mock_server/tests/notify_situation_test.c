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

/* The receiver answers nobody before both are there. */
static void
overlapping_ones_are_under_way_at_once(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_waits_for(backend->receiver, 2);
    order = notified_as(backend, "overlapping-notification");

    assert_received(backend, 2);
    assert_string_equal(receiver_at(backend->receiver, 0)->body,
                        receiver_at(backend->receiver, 1)->body);
    assert_string_equal(receiver_at(backend->receiver, 0)->sign,
                        receiver_at(backend->receiver, 1)->sign);
    assert_int_equal(attempt_count(backend, order), 2);
    assert_log_state(backend, order, "delivered");
}

static void
overlapping_ones_that_are_refused_are_one_step_of_the_ladder(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    receiver_answers(backend->receiver, 500, "");
    order = notified_as(backend, "overlapping-notification");
    assert_received(backend, 2);
    advance(backend->shop, 119);
    assert_received(backend, 2);
    receiver_answers(backend->receiver, 200, "SUCCESS");

    advance(backend->shop, 1);

    assert_received(backend, 3);
    assert_log_state(backend, order, "delivered");
}

static void
a_payment_waits_for_its_refund_and_both_are_under_way_at_once(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "simultaneous-notification");
    const struct answer *back;

    assert_received(backend, 0);
    receiver_waits_for(backend->receiver, 2);

    back = refund(backend->shop, order, NULL);
    everything_is_sent(backend);

    assert_received(backend, 2);
    assert_string_not_equal(told(backend, 0, "notify_type"), told(backend, 1, "notify_type"));
    assert_log_state(backend, order, "delivered");
    assert_log_state(backend, back, "delivered");
}

static void
another_order_does_not_let_it_go(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified_as(backend, "simultaneous-notification");

    refund(backend->shop, notified(backend), NULL);
    everything_is_sent(backend);
    assert_received(backend, 2);
    assert_log_state(backend, order, "waiting");

    advance(backend->shop, 600);

    assert_received(backend, 3);
    assert_log_state(backend, order, "delivered");
}

/* Nothing else of its order is to come. */
static void
a_refund_that_is_to_meet_another_is_told_at_once(void **state)
{
    struct backend *backend = *state;
    const struct answer *order = notified(backend);

    backend->shop->trigger = "simultaneous-notification";
    refund(backend->shop, order, NULL);
    backend->shop->trigger = NULL;
    everything_is_sent(backend);

    assert_received(backend, 2);
}

static void
one_in_lower_case_has_no_capital_in_a_name(void **state)
{
    struct backend *backend = *state;
    const char *line;

    notified_as(backend, "lower-case-notification");

    assert_received(backend, 1);
    assert_true(is_well_signed(backend, 0));
    assert_string_equal(told(backend, 0, "notify_type"), "payment");
    line = strstr(receiver_at(backend->receiver, 0)->head, "\r\n") + 2;
    assert_non_null(strstr(line, "host: 127.0.0.1:"));
    assert_non_null(strstr(line, "content-type: application/json\r\n"));
    for (; strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2) {
        for (const char *at = line; *at != ':'; at++)
            assert_false(*at >= 'A' && *at <= 'Z');
    }
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
        BACKEND_TEST(one_in_lower_case_has_no_capital_in_a_name),
        BACKEND_TEST(overlapping_ones_are_under_way_at_once),
        BACKEND_TEST(overlapping_ones_that_are_refused_are_one_step_of_the_ladder),
        BACKEND_TEST(a_payment_waits_for_its_refund_and_both_are_under_way_at_once),
        BACKEND_TEST(another_order_does_not_let_it_go),
        BACKEND_TEST(a_refund_that_is_to_meet_another_is_told_at_once),
    };

    return cmocka_run_group_tests_name("notify_situation", tests, NULL, NULL);
}
