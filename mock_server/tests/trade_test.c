/* The life of an order: what the payer can do in each state, what time does, and what a query then
 * says. The table of expectations is written from RSP-03, PAY-EXP-05 and QRY-23, not from the
 * mock's own tables. */
#include "shop.h"

#include <string.h>

#define IDENTITY "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"\\u5c0f\\u6797\"}"

/* How an order gets into a state, and what a query says there. */
static const struct way {
    const char *state;
    const char *actions[2]; /* NULL: none */
    const char *respcd;
    const char *cancel;
} ways[] = {
    {"unpaid", {NULL, NULL}, "1143", "0"},
    {"scanned", {"scan", NULL}, "1143", "0"},
    {"password", {"scan", "password"}, "1143", "0"},
    {"processing", {"processing", NULL}, "1145", "0"},
    {"paid", {"pay", NULL}, "0000", "0"},
    {"failed", {"fail", NULL}, "1201", "0"},
};

/* Where an action leads from a state; every pair that is not here is impossible. */
static const struct step {
    const char *from;
    const char *action;
    const char *to;
} steps[] = {
    {"unpaid", "scan", "scanned"},
    {"unpaid", "password", "password"},
    {"unpaid", "processing", "processing"},
    {"unpaid", "pay", "paid"},
    {"unpaid", "fail", "failed"},
    {"scanned", "password", "password"},
    {"scanned", "processing", "processing"},
    {"scanned", "pay", "paid"},
    {"scanned", "fail", "failed"},
    {"scanned", "cancel", "unpaid"},
    {"password", "processing", "processing"},
    {"password", "pay", "paid"},
    {"password", "fail", "failed"},
    {"password", "cancel", "unpaid"},
    {"processing", "pay", "paid"},
    {"processing", "fail", "failed"},
};

static const char *const actions[] = {"scan", "password", "processing", "pay", "fail", "cancel"};

static const struct answer *
order_in(struct shop *shop, const struct way *way)
{
    const struct answer *order = pay(shop, NULL);

    for (size_t i = 0; i < COUNT_OF(way->actions) && way->actions[i]; i++)
        assert_int_equal(payer_does(shop, order, way->actions[i])->reply.http_status, 200);
    return order;
}

static const char *
leads_to(const char *from, const char *action)
{
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (strcmp(steps[i].from, from) == 0 && strcmp(steps[i].action, action) == 0)
            return steps[i].to;
    }
    return NULL;
}

static void
each_state_shows_its_code_in_a_query(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const struct answer *order = order_in(shop, &ways[i]);
        const cJSON *record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

        assert_state(shop, order, ways[i].state);
        assert_string_equal(text_in(record, "respcd"), ways[i].respcd);
        assert_string_equal(text_in(record, "cancel"), ways[i].cancel);
    }
}

static void
the_payer_can_do_what_the_state_allows_and_nothing_else(void **state)
{
    struct shop *shop = *state;

    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        for (size_t i = 0; i < COUNT_OF(actions); i++) {
            const struct answer *order = order_in(shop, &ways[way]);
            const struct answer *answer = payer_does(shop, order, actions[i]);
            const char *to = leads_to(ways[way].state, actions[i]);

            if (to)
                assert_int_equal(answer->reply.http_status, 200);
            else
                assert_control_refuses(answer, 409);
            assert_state(shop, order, to ? to : ways[way].state);
            assert_string_equal(text_of(answer, "state"), to ? to : ways[way].state);
        }
    }
}

static void
a_failure_carries_the_code_that_the_payer_got(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = control(
        shop, "POST", format(shop, "transactions/%s/payer", text_of(order, "syssn")),
        "{\"action\": \"fail\", \"respcd\": \"1205\"}");

    assert_int_equal(answer->reply.http_status, 200);
    assert_record(shop, order, "1205");
}

static void
a_payer_who_cancelled_can_scan_again(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    payer_does(shop, order, "scan");
    payer_does(shop, order, "cancel");
    payer_does(shop, order, "scan");
    payer_does(shop, order, "pay");

    assert_state(shop, order, "paid");
}

static void
an_order_lives_for_thirty_minutes(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    advance(shop, 30 * 60 - 1);
    assert_record(shop, order, "1143");
    advance(shop, 1);

    assert_record(shop, order, "1181");
    assert_state(shop, order, "expired");
}

static void
expired_time_counts_minutes_from_sysdtm(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "expired_time", "5", "txdtm", "2020-01-01 00:00:00",
                                     NULL);

    advance(shop, 5 * 60 - 1);
    assert_record(shop, order, "1143");
    advance(shop, 1);

    assert_record(shop, order, "1181");
}

static void
the_longest_life_is_two_hours(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "expired_time", "120", NULL);

    advance(shop, 120 * 60 - 1);
    assert_record(shop, order, "1143");
    advance(shop, 1);

    assert_record(shop, order, "1181");
}

static void
an_expired_order_cannot_be_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    advance(shop, 30L * 60);

    assert_control_refuses(payer_does(shop, order, "pay"), 409);
    assert_record(shop, order, "1181");
}

static void
an_order_can_be_paid_in_its_last_second(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    advance(shop, 30 * 60 - 1);

    assert_int_equal(payer_does(shop, order, "pay")->reply.http_status, 200);
    advance(shop, 3600);
    assert_record(shop, order, "0000");
}

static void
a_scanned_order_expires_and_so_does_one_with_a_password(void **state)
{
    struct shop *shop = *state;
    const struct answer *scanned = pay(shop, NULL);
    const struct answer *password = pay(shop, NULL);

    payer_does(shop, scanned, "scan");
    payer_does(shop, password, "password");
    advance(shop, 30L * 60);

    assert_record(shop, scanned, "1181");
    assert_record(shop, password, "1181");
}

static void
an_order_that_the_wallet_processes_does_not_expire(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    payer_does(shop, order, "processing");
    advance(shop, 3600);
    assert_record(shop, order, "1145");

    assert_int_equal(payer_does(shop, order, "pay")->reply.http_status, 200);
    assert_record(shop, order, "0000");
}

static void
what_is_final_does_not_expire(void **state)
{
    struct shop *shop = *state;
    const struct answer *done = pay(shop, NULL);
    const struct answer *failed = pay(shop, NULL);

    payer_does(shop, done, "pay");
    payer_does(shop, failed, "fail");
    advance(shop, 3600);

    assert_record(shop, done, "0000");
    assert_record(shop, failed, "1201");
}

static void
an_expired_order_stays_expired_when_the_clock_is_set_back(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    advance(shop, 30L * 60);
    assert_record(shop, order, "1181");
    advance(shop, -30L * 60);

    assert_record(shop, order, "1181");
}

static void
auto_pay_pays_after_its_time_and_not_before(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;
    const cJSON *record;

    shop_restart(shop, "--auto-pay", "90s", NULL);
    order = pay(shop, NULL);
    advance(shop, 89);
    assert_record(shop, order, "1143");
    advance(shop, 11);
    record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_string_equal(text_in(record, "respcd"), "0000");
    assert_string_equal(text_in(record, "paydtm"), "2026-03-10 12:01:30");
}

static void
auto_pay_at_once_pays_before_the_first_query(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--auto-pay", "0", NULL);
    order = pay(shop, NULL);

    assert_accepted(order);
    assert_record(shop, order, "0000");
}

static void
auto_pay_comes_too_late_for_an_expired_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--auto-pay", "5m", NULL);
    order = pay(shop, "expired_time", "5", NULL);
    advance(shop, 3600);

    assert_record(shop, order, "1181");
}

static void
auto_pay_in_the_last_second_is_in_time_however_late_somebody_looks(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--auto-pay", "299s", NULL);
    order = pay(shop, "expired_time", "5", NULL);
    advance(shop, 3600);

    assert_record(shop, order, "0000");
}

static void
auto_pay_leaves_a_failed_order_alone(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--auto-pay", "10s", NULL);
    order = pay(shop, NULL);
    payer_does(shop, order, "fail");
    advance(shop, 60);

    assert_record(shop, order, "1201");
}

/* Pay an order for one person as another. */
static const struct answer *
paid_by(struct shop *shop, const struct answer *order, const char *payer)
{
    return control(shop, "POST", format(shop, "transactions/%s/payer", text_of(order, "syssn")),
                   format(shop, "{\"action\": \"pay\", \"payer\": %s}", payer));
}

static void
the_named_person_can_pay(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", IDENTITY, NULL);

    paid_by(shop, order, IDENTITY);

    assert_state(shop, order, "paid");
}

static void
the_name_may_come_in_escapes_or_in_characters(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", IDENTITY, NULL);

    paid_by(shop, order, "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"小林\"}");

    assert_state(shop, order, "paid");
}

/* With the backslashes of the page, where they are doubled. */
#define AS_PRINTED                                                                                 \
    "{\"user_creid\":\"430067798868676871\",\"user_truename\":\"\\\\u5c0f\\\\u6797\"}"

static void
the_name_may_come_as_the_page_prints_it(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", AS_PRINTED, NULL);

    assert_advised(order, "PAY-EXT-03");
    assert_non_null(strstr(order->reply.advice, "the 2 characters \\u5c0f\\u6797."));

    paid_by(shop, order, IDENTITY);

    assert_state(shop, order, "paid");
}

static void
a_name_as_the_page_prints_it_is_not_everybodys(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", AS_PRINTED, NULL);

    paid_by(shop, order, "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"大林\"}");

    assert_state(shop, order, "failed");
}

static void
what_only_looks_like_an_escape_is_part_of_the_name(void **state)
{
    static const char name[] = "{\"user_creid\": \"1\", \"user_truename\": \"\\\\u5c \\\"\"}";
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", name, NULL);

    assert_not_advised(order);

    paid_by(shop, order, name);

    assert_state(shop, order, "paid");
}

static void
somebody_else_cannot_pay(void **state)
{
    static const char *const others[] = {
        "{\"user_creid\": \"430067798868676872\", \"user_truename\": \"小林\"}",
        "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"大林\"}",
        "{\"user_creid\": \"430067798868676871\"}",
        "{}",
    };
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        const struct answer *order = pay(shop, "extend_info", IDENTITY, NULL);

        assert_int_equal(paid_by(shop, order, others[i])->reply.http_status, 200);

        assert_state(shop, order, "failed");
    }
}

static void
a_payer_without_a_bank_card_passes_under_any_name(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "extend_info", IDENTITY, NULL);

    paid_by(shop, order,
            "{\"user_creid\": \"1\", \"user_truename\": \"x\", \"bank_card_bound\": false}");

    assert_state(shop, order, "paid");
}

static void
an_order_that_names_nobody_is_paid_by_anybody(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    paid_by(shop, order, IDENTITY);

    assert_state(shop, order, "paid");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(each_state_shows_its_code_in_a_query),
        SHOP_TEST(the_payer_can_do_what_the_state_allows_and_nothing_else),
        SHOP_TEST(a_failure_carries_the_code_that_the_payer_got),
        SHOP_TEST(a_payer_who_cancelled_can_scan_again),
        SHOP_TEST(an_order_lives_for_thirty_minutes),
        SHOP_TEST(expired_time_counts_minutes_from_sysdtm),
        SHOP_TEST(the_longest_life_is_two_hours),
        SHOP_TEST(an_expired_order_cannot_be_paid),
        SHOP_TEST(an_order_can_be_paid_in_its_last_second),
        SHOP_TEST(a_scanned_order_expires_and_so_does_one_with_a_password),
        SHOP_TEST(an_order_that_the_wallet_processes_does_not_expire),
        SHOP_TEST(what_is_final_does_not_expire),
        SHOP_TEST(an_expired_order_stays_expired_when_the_clock_is_set_back),
        SHOP_TEST(auto_pay_pays_after_its_time_and_not_before),
        SHOP_TEST(auto_pay_at_once_pays_before_the_first_query),
        SHOP_TEST(auto_pay_comes_too_late_for_an_expired_order),
        SHOP_TEST(auto_pay_in_the_last_second_is_in_time_however_late_somebody_looks),
        SHOP_TEST(auto_pay_leaves_a_failed_order_alone),
        SHOP_TEST(the_named_person_can_pay),
        SHOP_TEST(the_name_may_come_in_escapes_or_in_characters),
        SHOP_TEST(the_name_may_come_as_the_page_prints_it),
        SHOP_TEST(a_name_as_the_page_prints_it_is_not_everybodys),
        SHOP_TEST(what_only_looks_like_an_escape_is_part_of_the_name),
        SHOP_TEST(somebody_else_cannot_pay),
        SHOP_TEST(a_payer_without_a_bank_card_passes_under_any_name),
        SHOP_TEST(an_order_that_names_nobody_is_paid_by_anybody),
    };

    return cmocka_run_group_tests_name("trade", tests, NULL, NULL);
}
