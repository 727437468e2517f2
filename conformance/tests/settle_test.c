/* Closing what a run has opened: what counts as closed, and what is rather kept. */
#include <string.h>

#include "live_desk.h"
#include "target/settle.h"

#define RECORD(respcd, cancel)                                                                     \
    "{\"out_trade_no\":\"n1\",\"respcd\":\"" respcd "\",\"cancel\":\"" cancel "\"}"
#define UNPAID RECORD("1143", "0")
#define CLOSED RECORD("1142", "2")

static void
assert_stays(struct live_desk *desk, const struct order *order, const char *why)
{
    assert_int_equal(settle_orders(&desk->target, SETTLE_AT_END), 1);
    assert_true(order->is_open);
    assert_contains(order->left, why);
}

static void
assert_settled(struct live_desk *desk, const struct order *order)
{
    assert_int_equal(settle_orders(&desk->target, SETTLE_AT_END), 0);
    assert_false(order->is_open);
}

static void
an_unpaid_order_is_closed(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = UNPAID;
    desk->after_close = CLOSED;
    assert_settled(desk, order);
    assert_int_equal(desk->reversals, 0);
    assert_int_equal(desk->pauses_ms, 0);
}

static void
what_close_does_not_close_is_reversed(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = UNPAID;
    desk->after_revert = RECORD("1142", "1");
    assert_settled(desk, order);
}

/* An answer to close proves nothing (RVS-15). */
static void
an_order_that_is_still_unpaid_stays_whatever_close_says(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = UNPAID;
    assert_stays(desk, order, "neither close nor reversal");
}

static void
a_close_in_progress_is_waited_for(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = UNPAID;
    desk->cancel_code = "1145";
    assert_stays(desk, order, "neither close nor reversal");
    assert_int_equal(desk->closes, 3);
    assert_int_equal(desk->pauses_ms, 3000);
}

static void
an_order_of_a_lost_answer_that_appears_late_is_closed(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = UNPAID;
    desk->after_close = CLOSED;
    desk->appears_at = 3;
    assert_settled(desk, order);
    assert_int_equal(desk->queries, 3);
}

static void
what_may_still_appear_stays(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->later_s = ORDER_APPEARS_S - 30; /* the machine may be slow, but not by that much */
    assert_stays(desk, order, "may still appear");
    assert_int_equal(desk->queries, 3);
}

static void
what_did_not_appear_in_time_was_never_made(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->later_s = ORDER_APPEARS_S + 1;
    assert_settled(desk, order);
    assert_int_equal(desk->pauses_ms, 0);
}

static void
an_accepted_order_stays_until_a_query_shows_it(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    assert_true(ledger_answer(desk->guard.ledger, order, ANSWER_ACCEPTED, "0000", ""));
    desk->later_s = ORDER_APPEARS_S + 1;
    assert_stays(desk, order, "accepted");
}

static void
a_refused_payment_is_looked_for_once_more_at_the_end(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    assert_true(ledger_answer(desk->guard.ledger, order, ANSWER_REFUSED, "1242", ""));
    assert_int_equal(settle_orders(&desk->target, SETTLE_BETWEEN), 1);
    assert_settled(desk, order);
    assert_int_equal(desk->pauses_ms, 0);
}

/* Between two cases nobody waits. */
static void
between_cases_every_order_is_tried_once(void **state)
{
    struct live_desk *desk = *state;

    (void)live_desk_order(desk);
    assert_int_equal(settle_orders(&desk->target, SETTLE_BETWEEN), 1);
    assert_int_equal(settle_orders(&desk->target, SETTLE_BETWEEN), 1);
    assert_int_equal(desk->queries, 1);
    assert_int_equal(desk->pauses_ms, 0);
}

static void
an_order_whose_state_nobody_tells_stays(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->is_mute = true;
    desk->later_s = ORDER_APPEARS_S + 1;
    assert_stays(desk, order, "does not tell its state");
    assert_int_equal(desk->queries, 3);
}

/* A record by itself, before and after everything that was tried. */
static void
every_record_means_something(void **state)
{
    static const struct {
        const char *record;
        const char *why; /* it stays; NULL: it is settled */
    } rows[] = {
        {RECORD("1142", "0"), NULL},
        {RECORD("1142", ""), NULL},
        {RECORD("1143", "1"), NULL},
        {RECORD("0000", "1"), NULL},
        {RECORD("0000", "3"), NULL},
        {"{\"out_trade_no\":\"n1\",\"respcd\":\"1142\"}", NULL},
        {RECORD("0000", "0"), "somebody paid it"},
        {RECORD("0000", "4"), "somebody paid it"},
        {RECORD("0000", "5"), "somebody paid it"},
        {RECORD("0000", "9"), "somebody paid it"},
        {RECORD("1143", "9"), "neither close nor reversal"},
        {RECORD("1145", "0"), "neither close nor reversal"},
        {RECORD("1298", "0"), "does not tell its state"},
        {RECORD("1101", "0"), "does not tell its state"},
        {RECORD("2999", "9"), "does not tell its state"},
        {RECORD("9999", "0"), "does not tell its state"},
        {RECORD("", "0"), "does not tell its state"},
        {"{\"out_trade_no\":\"n1\",\"respcd\":1142}", "does not tell its state"},
        {"{}", "does not tell its state"},
    };
    struct live_desk *desk = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct order *order = live_desk_order(desk);

        desk->records = rows[i].record;
        if (settle_orders(&desk->target, SETTLE_AT_END) != (rows[i].why != NULL))
            fail_msg("%s: expected %s", rows[i].record, rows[i].why ? rows[i].why : "settled");
        if (rows[i].why) {
            assert_contains(order->left, rows[i].why);
            assert_true(ledger_settle(desk->guard.ledger, order, "by the test"));
        }
    }
}

static void
a_code_that_leaves_it_open_is_reversed(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = RECORD("1101", "0");
    desk->after_revert = RECORD("1142", "1");
    assert_settled(desk, order);
}

/* One number can have several records (QRY-19). */
static void
of_several_records_the_worst_counts(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = CLOSED "," UNPAID "," CLOSED;
    assert_stays(desk, order, "neither close nor reversal");
    desk->records = RECORD("0000", "0") "," CLOSED;
    assert_stays(desk, order, "somebody paid it");
    desk->records = CLOSED "," CLOSED;
    assert_settled(desk, order);
}

/* A server that ignores what it was asked for shows what it has. */
static void
records_of_others_say_nothing(void **state)
{
    static const char others[] = "{\"out_trade_no\":\"n2\",\"syssn\":\"7\",\"respcd\":\"1142\"}";
    struct live_desk *desk = *state;
    struct order *order = live_desk_order(desk);

    desk->records = others;
    assert_stays(desk, order, "may still appear");
    assert_true(ledger_answer(desk->guard.ledger, order, ANSWER_ACCEPTED, "0000", "8"));
    assert_stays(desk, order, "accepted");
}

#define PAID                                                                                       \
    "{\"out_trade_no\":\"n1\",\"syssn\":\"8\",\"respcd\":\"0000\",\"cancel\":\"0\","               \
    "\"order_type\":\"payment\"}"
#define BACK                                                                                       \
    "{\"out_trade_no\":\"n1\",\"syssn\":\"8\",\"respcd\":\"0000\",\"cancel\":\"3\","               \
    "\"order_type\":\"payment\"}"

/* A paid order of 10, and whether the run may refund it. */
static struct order *
paid_order(struct live_desk *desk, bool may_refund)
{
    struct order *order = live_desk_order(desk);

    assert_true(ledger_answer(desk->guard.ledger, order, ANSWER_ACCEPTED, "0000", "8"));
    desk->guard.may_refund = may_refund;
    desk->records = PAID;
    return order;
}

static void
a_paid_order_stays_unless_somebody_was_to_pay_it(void **state)
{
    struct live_desk *desk = *state;

    assert_stays(desk, paid_order(desk, false), "refund it");
    assert_string_equal(desk->refunds, "");
}

static void
what_somebody_was_to_pay_is_given_back(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = paid_order(desk, true);

    desk->after_refund = BACK;
    assert_settled(desk, order);
    assert_contains(desk->refunds, "syssn=8");
    assert_contains(desk->refunds, "txamt=10");
}

static void
of_a_payment_that_a_case_refunded_in_part_the_rest_is_given_back(void **state)
{
    struct live_desk *desk = *state;
    struct order *order = paid_order(desk, true);

    desk->records =
        "{\"out_trade_no\":\"n1\",\"syssn\":\"8\",\"respcd\":\"0000\",\"cancel\":\"5\"},"
        "{\"syssn\":\"9\",\"origssn\":\"8\",\"order_type\":\"refund\","
        "\"respcd\":\"0000\",\"txamt\":\"4\",\"cancel\":\"0\"}";
    desk->after_refund = BACK;
    assert_settled(desk, order);
    assert_contains(desk->refunds, "txamt=6");
}

/* More would go back than was paid. */
static void
a_refund_that_no_query_shows_is_not_sent_again(void **state)
{
    struct live_desk *desk = *state;

    assert_stays(desk, paid_order(desk, true), "no query shows its refund");
    assert_non_null(strchr(desk->refunds, '\n'));
    assert_string_equal(strchr(desk->refunds, '\n'), "\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_LIVE_DESK(an_unpaid_order_is_closed),
        AT_LIVE_DESK(what_close_does_not_close_is_reversed),
        AT_LIVE_DESK(an_order_that_is_still_unpaid_stays_whatever_close_says),
        AT_LIVE_DESK(a_close_in_progress_is_waited_for),
        AT_LIVE_DESK(an_order_of_a_lost_answer_that_appears_late_is_closed),
        AT_LIVE_DESK(what_may_still_appear_stays),
        AT_LIVE_DESK(what_did_not_appear_in_time_was_never_made),
        AT_LIVE_DESK(an_accepted_order_stays_until_a_query_shows_it),
        AT_LIVE_DESK(a_refused_payment_is_looked_for_once_more_at_the_end),
        AT_LIVE_DESK(between_cases_every_order_is_tried_once),
        AT_LIVE_DESK(an_order_whose_state_nobody_tells_stays),
        AT_LIVE_DESK(every_record_means_something),
        AT_LIVE_DESK(a_code_that_leaves_it_open_is_reversed),
        AT_LIVE_DESK(of_several_records_the_worst_counts),
        AT_LIVE_DESK(records_of_others_say_nothing),
        AT_LIVE_DESK(a_paid_order_stays_unless_somebody_was_to_pay_it),
        AT_LIVE_DESK(what_somebody_was_to_pay_is_given_back),
        AT_LIVE_DESK(of_a_payment_that_a_case_refunded_in_part_the_rest_is_given_back),
        AT_LIVE_DESK(a_refund_that_no_query_shows_is_not_sent_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
