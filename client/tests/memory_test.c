/*
 * Out of memory at every single allocation: each acquiring call either succeeds or says so, leaks
 * nothing and leaves its output alone. The sanitizers of the asan preset do the looking.
 *
 * The allocator is wrapped at link time, which reaches this library and libqfpay-protocol, not the
 * shared libraries behind them.
 */
#include "till.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/followup.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);

/* How many allocations succeed before one fails; the script's own are exempt. */
static int left = INT_MAX;
static bool failed;

static bool
fails(void)
{
    if (left == INT_MAX)
        return false;
    if (left-- > 0)
        return false;
    left = INT_MAX;
    failed = true;
    return true;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

/* A transport without a script: it answers an order with an order and a query with a record. */
static enum qfpay_status
answer_always(void *self, const struct qfpay_request *request, struct qfpay_response *response,
              struct qfpay_error *err)
{
    const char *body = strcmp(request->target, "/trade/v1/query") == 0 ? a_query(a_record("0000"))
                                                                       : a_payment("0000");
    enum qfpay_status status = QFPAY_OK;

    (void)self;
    response->sent = true;
    response->http_status = 200;
    status = qfpay_response_add_header(response, "Server", 6, "script", 6);
    if (status == QFPAY_OK)
        status = qfpay_response_add_body(response, body, strlen(body));
    return status == QFPAY_OK ? status : qfpay_fail(err, status, "out of memory in the script");
}

static const struct qfpay_transport always = {.exchange = answer_always};

static enum qfpay_status
open_client(qfpay_client **client, const struct qfpay_transport *transport)
{
    struct qfpay_settings settings;

    qfpay_settings_init(&settings);
    settings.mchid = "ZaMVg00001";
    settings.transport = transport;
    return qfpay_client_new(&settings, client, NULL);
}

static enum qfpay_status
make_a_client(void)
{
    qfpay_client *client = NULL;
    enum qfpay_status status = open_client(&client, NULL);

    assert_true(status == QFPAY_OK || !client);
    qfpay_client_free(client);
    return status;
}

static enum qfpay_status
place_an_order(void)
{
    const struct qfpay_payment payment = {
        .txamt = 1000, .txcurrcd = "HKD", .pay_type = "800201", .out_trade_no = "order-1"};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    enum qfpay_status status = open_client(&client, &always);

    if (status == QFPAY_OK)
        status = qfpay_pay(client, &payment, &answer, NULL);
    assert_true(status == QFPAY_OK || !answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return status;
}

/* The calls after a payment: all in one, so that none of them is left out. */
static enum qfpay_status
follow_up(qfpay_client *client, size_t which, qfpay_answer **answer)
{
    const struct qfpay_refund refund = {.syssn = "1", .out_trade_no = "refund-1", .txamt = 300};
    const struct qfpay_cancel order = {.syssn = "1", .txamt = 300};
    const struct qfpay_capture capture = {.syssn = "1", .txamt = 300};
    const struct qfpay_release release = {.syssn = "1", .out_trade_no = "order-1", .txamt = 300};

    switch (which) {
    case 0:
        return qfpay_refund(client, &refund, answer, NULL);
    case 1:
        return qfpay_close(client, &order, answer, NULL);
    case 2:
        return qfpay_reverse(client, &order, answer, NULL);
    case 3:
        return qfpay_capture(client, &capture, answer, NULL);
    default:
        return qfpay_release(client, &release, answer, NULL);
    }
}

static enum qfpay_status
follow_an_order_up(void)
{
    qfpay_client *client = NULL;
    enum qfpay_status status = open_client(&client, &always);

    for (size_t which = 0; which < 5 && status == QFPAY_OK; which++) {
        qfpay_answer *answer = NULL;

        status = follow_up(client, which, &answer);
        assert_true(status == QFPAY_OK || !answer);
        qfpay_answer_free(answer);
    }
    qfpay_client_free(client);
    return status;
}

static enum qfpay_status
note_an_order(void)
{
    struct qfpay_settings settings;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    enum qfpay_status status = QFPAY_OK;

    qfpay_settings_init(&settings);
    settings.transport = &always;
    status = qfpay_client_new(&settings, &client, NULL);
    if (status == QFPAY_OK)
        status = qfpay_add_note(client, "1", "table 4", &answer, NULL);
    assert_true(status == QFPAY_OK || !answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return status;
}

static enum qfpay_status
wait_for_an_order(void)
{
    const struct qfpay_wait wait = {.out_trade_no = "order-1"};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    enum qfpay_status status = open_client(&client, &always);

    if (status == QFPAY_OK)
        status = qfpay_wait(client, &wait, &answer, NULL);
    assert_true(status == QFPAY_OK || !answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return status;
}

/* A refusal that is signed with another key than ours. */
static enum qfpay_status
refuse_always(void *self, const struct qfpay_request *request, struct qfpay_response *response,
              struct qfpay_error *err)
{
    static const char body[] = "{\"respcd\": \"1108\", \"data\": [{\"respcd\": \"0000\"}]}";
    static const char sign[] = "00000000000000000000000000000000";
    enum qfpay_status status = QFPAY_OK;

    (void)self;
    (void)request;
    response->sent = true;
    response->http_status = 200;
    status = qfpay_response_add_header(response, "X-QF-SIGN", 9, sign, sizeof sign - 1);
    if (status == QFPAY_OK)
        status = qfpay_response_add_body(response, body, sizeof body - 1);
    return status == QFPAY_OK ? status : qfpay_fail(err, status, "out of memory in the script");
}

static enum qfpay_status
be_refused_for_a_wrong_key(void)
{
    static const struct qfpay_transport refusing = {.exchange = refuse_always};
    const struct qfpay_filter filter = {.syssn = "1"};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    enum qfpay_status status = open_client(&client, &refusing);

    if (status == QFPAY_OK)
        status = qfpay_query(client, &filter, &answer, NULL);
    assert_true(status == QFPAY_OK || !answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return status;
}

static enum qfpay_status
check_a_notification(void)
{
    qfpay_notification *notification = NULL;
    /* MD5 of "{}" and the shop's key, computed with md5sum. */
    enum qfpay_status status = qfpay_notification_check("{}", 2, "A3CF96C22DBF2D2310818623229C1264",
                                                        TILL_KEY, &notification, NULL);

    assert_true(status == QFPAY_OK || !notification);
    qfpay_notification_free(notification);
    return status;
}

/* Fail the first allocation, then the second, until none is left to fail. */
static void survives_every_failing_allocation(enum qfpay_status (*work)(void))
{
    int nth = 0;

    for (failed = true; failed; nth++) {
        enum qfpay_status status = QFPAY_OK;

        assert_true(nth < 10000);
        failed = false;
        left = nth;
        status = work();
        left = INT_MAX;
        if (failed && status != QFPAY_E_MEMORY)
            fail_msg("allocation %d fails, and the call says %s", nth, qfpay_status_name(status));
    }
    assert_int_equal(work(), QFPAY_OK);
    assert_true(nth > 1);
}

static void
a_client_is_made_or_not_at_all(void **state)
{
    (void)state;
    survives_every_failing_allocation(make_a_client);
}

static void
an_order_is_placed_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(place_an_order);
}

static void
what_follows_a_payment_is_done_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(follow_an_order_up);
}

static void
a_note_is_made_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(note_an_order);
}

static void
a_wait_ends_well_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(wait_for_an_order);
}

static void
an_unproven_refusal_is_handed_out_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(be_refused_for_a_wrong_key);
}

static void
a_notification_is_read_or_memory_is_blamed(void **state)
{
    (void)state;
    survives_every_failing_allocation(check_a_notification);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_is_made_or_not_at_all),
        cmocka_unit_test(an_order_is_placed_or_memory_is_blamed),
        cmocka_unit_test(what_follows_a_payment_is_done_or_memory_is_blamed),
        cmocka_unit_test(a_note_is_made_or_memory_is_blamed),
        cmocka_unit_test(a_wait_ends_well_or_memory_is_blamed),
        cmocka_unit_test(an_unproven_refusal_is_handed_out_or_memory_is_blamed),
        cmocka_unit_test(a_notification_is_read_or_memory_is_blamed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
