/* What may leave for a live target, decided from the bytes that would leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fixture/calls.h"
#include "safety/outbound.h"

#define PAYMENT "/trade/v1/payment"
#define QR      "txcurrcd=HKD&pay_type=800201&out_trade_no=n1&txdtm=2026-11-23+10:00:00&"

static bool may_refund; /* somebody pays for the run */

static bool
is_own(const void *context, const char *name, const char *number)
{
    (void)context;
    return strcmp(name, "out_trade_no") == 0 ? strcmp(number, "own-number") == 0
                                             : strcmp(number, "20261123000300020000000001") == 0;
}

/* NULL when it may leave, else a word of the reason, good until the next call. */
static const char *
refusal(const char *path, const char *body)
{
    static char reason[200];
    const struct outbound_limits limits = {100, may_refund, is_own, NULL};
    struct outgoing outgoing = {.method = "POST", .path = path, .body = body};
    struct arena *arena = arena_new();
    struct outbound outbound;
    const char *why;

    outgoing.body_len = strlen(body);
    outbound_read(&outbound, arena, &outgoing);
    why = outbound_refusal(&outbound, arena, &limits);
    (void)snprintf(reason, sizeof reason, "%s", why ? why : "");
    arena_free(arena);
    return why ? reason : NULL;
}

static void
assert_leaves(const char *path, const char *body)
{
    const char *why = refusal(path, body);

    if (why)
        fail_msg("%s %s does not leave: %s", path, body, why);
}

static void
assert_stays(const char *path, const char *body, const char *word)
{
    const char *why = refusal(path, body);

    if (!why || !strstr(why, word))
        fail_msg("%s %s: expected a refusal about %s, got %s", path, body, word,
                 why ? why : "none");
}

static void
a_small_order_that_can_be_closed_leaves(void **state)
{
    (void)state;
    assert_leaves(PAYMENT, QR "txamt=100");
    assert_leaves(PAYMENT "?txamt=100", "txcurrcd=HKD&pay_type=801501&out_trade_no=n1");
    assert_leaves(PAYMENT, "{\"txamt\": 100, \"pay_type\": \"800201\"}");
}

/* However a server may read the amount, and wherever it stands. */
static void
an_amount_above_the_ceiling_stays_in_every_notation(void **state)
{
    static const char *const amounts[] = {
        "101",   "99999999999", "%31%30%31", "1e3",    "0x65", "1,000",
        "10.50", "-101",        "+101",      "+1+0+1", "1 01", "%EF%BC%91%EF%BC%90",
        "inf",   "101.0",
    };
    char body[200];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        (void)snprintf(body, sizeof body, QR "txamt=%s", amounts[i]);
        assert_stays(PAYMENT, body, "ceiling");
        (void)snprintf(body, sizeof body, QR "txamt=10&txamt=%s", amounts[i]);
        assert_stays(PAYMENT, body, "ceiling");
        (void)snprintf(body, sizeof body, QR "TxAmt=%s", amounts[i]);
        assert_stays(PAYMENT, body, "ceiling");
    }
    assert_stays(PAYMENT "?txamt=101", QR "txamt=10", "ceiling");
    assert_stays(PAYMENT, "{\"txamt\": 101, \"pay_type\": \"800201\"}", "ceiling");
    assert_stays(PAYMENT, "{\"txamt\": \"101\"}", "ceiling");
}

static void
a_bad_amount_that_nobody_can_read_as_a_large_one_leaves(void **state)
{
    static const char *const amounts[] = {"", "0", "-10", "ten", "1.00", "007", "+10"};
    char body[200];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        (void)snprintf(body, sizeof body, QR "txamt=%s", amounts[i]);
        assert_leaves(PAYMENT, body);
    }
}

static void
what_charges_the_payer_at_once_stays(void **state)
{
    (void)state;
    assert_stays(PAYMENT, QR "txamt=10&auth_code=130000000000000000", "auth_code");
    assert_stays(PAYMENT "?Auth_Code=1", QR "txamt=10", "Auth_Code");
    assert_stays(PAYMENT, QR "txamt=10&token_id=tk_1", "token_id");
}

static void
only_pay_types_whose_orders_can_be_closed_leave(void **state)
{
    static const char *const closable[] = {"800201", "800101",  "801501",    "WECHAT",
                                           "",       "+800201", "%0A800101", "800201%00x"};
    /* However a server cleans the value up: by cutting, trimming, or leaving out what it is not. */
    static const char *const others[] = {
        "800208",       "800008",       "801101",  "801107",        "802801",   "801808",
        "800210",       "805801",       "809999",  "+800208",       "8002089",  "%0A800108",
        "%0B%00800108", "x800108",      "80x0108", "800201,800108", "8002010",  "999999",
        "80020",        "%C2%A0800108", "-800108", "800201%000",    "%EF%BC%98"};
    char body[200];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof closable / sizeof closable[0]; i++) {
        (void)snprintf(body, sizeof body, "txamt=10&out_trade_no=n1&pay_type=%s", closable[i]);
        assert_leaves(PAYMENT, body);
    }
    for (i = 0; i < sizeof others / sizeof others[0]; i++) {
        (void)snprintf(body, sizeof body, "txamt=10&out_trade_no=n1&pay_type=%s", others[i]);
        assert_stays(PAYMENT, body, "pay_type");
    }
}

static void
what_cannot_be_read_stays(void **state)
{
    (void)state;
    assert_stays(PAYMENT, "<xml><txamt>99999</txamt></xml>", "read");
    assert_stays(PAYMENT, "--x\r\nContent-Disposition: form-data; name=\"txamt\"\r\n\r\n99999",
                 "read");
    assert_stays(PAYMENT, "{\"txamt\": 10", "read");
    assert_stays(PAYMENT, "[{\"txamt\": 99999}]", "read");
    assert_stays(PAYMENT, "txamt%00x=99999", "read");
    assert_stays(PAYMENT, "=99999", "read");
}

static void
foreign_transactions_are_not_touched(void **state)
{
    size_t i;

    (void)state;
    for (i = CALL_QUERY + 1; i < CALL_COUNT; i++) {
        const char *path = call_rows[i].path;

        assert_stays(path, "txamt=1&syssn=20200410000300020086358791", "syssn");
        assert_stays(path, "txamt=1&syssn=no-such-number,20200410000300020086358791", "syssn");
        assert_leaves(path, "txamt=1&syssn=no-such-number");
        assert_leaves(path, "txamt=1&syssn=20200101000300029999999999");
        assert_leaves(path, "");
    }
    assert_stays("/trade/v1/close", "txamt=1&out_trade_no=shop-17", "out_trade_no");
    assert_stays("/trade/v1/reversal?out_trade_no=shop-17", "", "out_trade_no");
}

static void
own_orders_are_refunded_only_where_somebody_pays_for_the_run(void **state)
{
    (void)state;
    may_refund = true;
    assert_leaves("/trade/v1/refund", "txamt=1&syssn=20261123000300020000000001");
    assert_stays("/trade/v1/refund", "txamt=1&syssn=20200410000300020086358791", "syssn");
    assert_stays("/trade/v1/unfreeze", "txamt=1&syssn=20261123000300020000000001", "syssn");
    may_refund = false;
}

static void
own_orders_are_closed_and_noted_but_never_refunded(void **state)
{
    (void)state;
    assert_leaves("/trade/v1/close", "txamt=1&syssn=20261123000300020000000001");
    assert_leaves("/trade/v1/reversal", "txamt=1&out_trade_no=own-number");
    assert_leaves("/trade/v1/add_note", "code=1&syssn=20261123000300020000000001");
    assert_stays("/trade/v1/refund", "txamt=1&syssn=20261123000300020000000001", "syssn");
}

static bool
holds(const char *path, const char *body, const char *secret)
{
    struct outgoing outgoing = {.method = "POST", .path = path, .body = body};
    struct arena *arena = arena_new();
    struct outbound outbound;
    bool found;

    outgoing.body_len = strlen(body);
    outgoing_add(&outgoing, "X-Trace", "in-a-header");
    outbound_read(&outbound, arena, &outgoing);
    found = outbound_holds(&outbound, &outgoing, secret);
    arena_free(arena);
    return found;
}

static void
a_secret_is_found_wherever_it_stands(void **state)
{
    (void)state;
    assert_true(holds(PAYMENT, "goods_name=my+s%65cret%2Fkey!", "Secret/Key"));
    assert_true(holds(PAYMENT, "a%2Fsecret=1", "a/secret"));
    assert_true(holds(PAYMENT "?mchid=secr%65t", "", "secret"));
    assert_true(holds("/trade/v1/secret", "", "secret"));
    assert_true(holds(PAYMENT, "<key>secret</key>", "secret"));
    assert_true(holds(PAYMENT, "{\"a\": \"se\\u0063ret\"}", "secret"));
    assert_true(holds(PAYMENT, "", "in-a-header"));
    assert_false(holds(PAYMENT, "goods_name=secre", "secret"));
    assert_false(holds(PAYMENT, "goods_name=secre", ""));
}

static void
questions_are_free(void **state)
{
    (void)state;
    assert_leaves("/trade/v1/query", "syssn=20200410000300020086358791");
    assert_leaves("/trade/v1/query", "<xml/>");
}

/* A path that nobody knows may still be a payment somewhere. */
static void
an_unknown_path_is_judged_as_a_payment(void **state)
{
    (void)state;
    assert_leaves("/trade/v1/paymentx", QR "txamt=10");
    assert_stays("/trade/v2/payment", QR "txamt=101", "ceiling");
    assert_stays("/trade/v1/Payment", QR "txamt=10&auth_code=1", "auth_code");
    assert_stays("/trade/v1//refund", "txamt=1&syssn=20200410000300020086358791", "syssn");
}

static void
control_calls_stay(void **state)
{
    (void)state;
    assert_stays("/__sandbox/merchants", "{}", "control");
    assert_stays("/__sandbox/health", "", "control");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_order_that_can_be_closed_leaves),
        cmocka_unit_test(an_amount_above_the_ceiling_stays_in_every_notation),
        cmocka_unit_test(a_bad_amount_that_nobody_can_read_as_a_large_one_leaves),
        cmocka_unit_test(what_charges_the_payer_at_once_stays),
        cmocka_unit_test(only_pay_types_whose_orders_can_be_closed_leave),
        cmocka_unit_test(what_cannot_be_read_stays),
        cmocka_unit_test(foreign_transactions_are_not_touched),
        cmocka_unit_test(own_orders_are_refunded_only_where_somebody_pays_for_the_run),
        cmocka_unit_test(own_orders_are_closed_and_noted_but_never_refunded),
        cmocka_unit_test(a_secret_is_found_wherever_it_stands),
        cmocka_unit_test(questions_are_free),
        cmocka_unit_test(an_unknown_path_is_judged_as_a_payment),
        cmocka_unit_test(control_calls_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
