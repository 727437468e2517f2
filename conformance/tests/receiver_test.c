/* The receiver: keeps what is posted to its case, in order and byte for byte, and answers as it was
 * told. Posted to over loopback, as a gateway would. */
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "target/receiver.h"
#include "target/send.h"
#include "target/target.h"

#define PATH "/case"

/* A receiver and a gateway that posts to it. */
struct post_office {
    struct receiver *receiver;
    struct arena *arena;
    struct target target;
};

static const struct receiver_answer success[] = {{false, 200, "SUCCESS"}};

static int
open_office(void **state)
{
    struct post_office *office = calloc(1, sizeof *office);
    struct qfpay_error problem;

    assert_non_null(office);
    office->arena = arena_new();
    office->receiver = receiver_open();
    assert_non_null(office->receiver);
    office->target.url = arena_printf(office->arena, "http://127.0.0.1:%u",
                                      receiver_port(office->receiver));
    assert_true(target_open(&office->target, &problem));
    receiver_begin(office->receiver, PATH, success, 1);
    *state = office;
    return 0;
}

static int
close_office(void **state)
{
    struct post_office *office = *state;

    target_close(&office->target);
    receiver_close(office->receiver);
    arena_free(office->arena);
    free(office);
    return 0;
}

/* Send a body, and return the answer. */
static const struct reply *
send_body(struct post_office *office, const char *method, const char *path, const char *body)
{
    struct reply *reply = arena_alloc(office->arena, sizeof *reply);
    struct outgoing outgoing = {0};

    outgoing.method = method;
    outgoing.path = path;
    outgoing.body = body;
    outgoing.body_len = strlen(body);
    outgoing_add(&outgoing, "X-QF-SIGN", "ABCD");
    target_send(&office->target, office->arena, &outgoing, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
    return reply;
}

static void
assert_taken(struct post_office *office, const char *body)
{
    struct qfpay_response taken;

    assert_true(receiver_take(office->receiver, 0, &taken));
    assert_int_equal(taken.body_len, strlen(body));
    assert_memory_equal(taken.body, body, taken.body_len);
    assert_string_equal(qfpay_response_header(&taken, "x-qf-sign"), "ABCD");
    qfpay_response_clear(&taken);
}

static void
assert_nothing_is_left(struct post_office *office)
{
    struct qfpay_response taken;

    assert_false(receiver_take(office->receiver, 0, &taken));
}

static void
what_is_posted_is_kept_in_order_with_its_bytes_and_headers(void **state)
{
    struct post_office *office = *state;

    (void)send_body(office, "POST", PATH, "{\"a\": 1}");
    (void)send_body(office, "POST", PATH "/below", " 2\n");
    assert_taken(office, "{\"a\": 1}");
    assert_taken(office, " 2\n");
    assert_nothing_is_left(office);
}

static void
answers_are_given_in_turn_and_the_last_one_for_ever(void **state)
{
    static const struct receiver_answer answers[] = {{false, 500, "no"}, {false, 200, "SUCCESS"}};
    struct post_office *office = *state;

    receiver_begin(office->receiver, PATH, answers, 2);
    assert_int_equal(send_body(office, "POST", PATH, "1")->http, 500);
    assert_int_equal(send_body(office, "POST", PATH, "2")->http, 200);
    assert_string_equal(send_body(office, "POST", PATH, "3")->raw.body, "SUCCESS");
}

static void
silence_closes_the_connection_and_keeps_the_notification(void **state)
{
    static const struct receiver_answer silence[] = {{true, 200, ""}};
    struct post_office *office = *state;
    const struct reply *reply;

    receiver_begin(office->receiver, PATH, silence, 1);
    reply = send_body(office, "POST", PATH, "1");
    assert_false(reply->answered);
    assert_true(reply->lost);
    assert_taken(office, "1");
}

static void
what_is_meant_for_another_case_is_not_kept(void **state)
{
    struct post_office *office = *state;

    assert_int_equal(send_body(office, "POST", "/other", "1")->http, 404);
    assert_int_equal(send_body(office, "POST", PATH "2", "1")->http, 404);
    assert_nothing_is_left(office);
}

static void
nothing_is_left_for_the_next_case(void **state)
{
    struct post_office *office = *state;

    (void)send_body(office, "POST", PATH, "1");
    receiver_end(office->receiver);
    assert_int_equal(send_body(office, "POST", PATH, "2")->http, 404);
    receiver_begin(office->receiver, PATH, success, 1);
    assert_nothing_is_left(office);
}

static void
a_notification_is_a_post(void **state)
{
    struct post_office *office = *state;

    assert_int_equal(send_body(office, "PUT", PATH, "1")->http, 405);
    assert_nothing_is_left(office);
}

static void
a_body_beyond_the_bound_is_refused(void **state)
{
    struct post_office *office = *state;
    char *body = arena_alloc(office->arena, RECEIVER_BODY_MAX + 2);

    memset(body, 'x', RECEIVER_BODY_MAX + 1);
    assert_int_equal(send_body(office, "POST", PATH, body)->http, 413);
    assert_nothing_is_left(office);
    body[RECEIVER_BODY_MAX] = '\0';
    assert_int_equal(send_body(office, "POST", PATH, body)->http, 200);
}

#define WITH_OFFICE(test) cmocka_unit_test_setup_teardown(test, open_office, close_office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_OFFICE(what_is_posted_is_kept_in_order_with_its_bytes_and_headers),
        WITH_OFFICE(answers_are_given_in_turn_and_the_last_one_for_ever),
        WITH_OFFICE(silence_closes_the_connection_and_keeps_the_notification),
        WITH_OFFICE(what_is_meant_for_another_case_is_not_kept),
        WITH_OFFICE(nothing_is_left_for_the_next_case),
        WITH_OFFICE(a_notification_is_a_post),
        WITH_OFFICE(a_body_beyond_the_bound_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
