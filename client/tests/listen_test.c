/*
 * qfpay listen as QFPay meets it: a notification in, SUCCESS or a refusal out, and what the person
 * in front of it reads. The program runs; the port is the one that it prints.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testing/process.h"

#define KEY "0123456789ABCDEF0123456789ABCDEF"

/* The signatures are MD5 over body and key, computed with md5sum. */
#define BODY                                                                                       \
    "{\"notify_type\": \"payment\", \"respcd\": \"0000\", \"syssn\": "                             \
    "\"20200410000300020086358791\", \"out_trade_no\": \"A1\", \"txamt\": \"1000\", "              \
    "\"txcurrcd\": \"HKD\", \"paydtm\": \"2020-04-10 11:46:10\"}"
#define SIGN       "651726B3D699ACA27C16FE1ECD581E17"
#define NOTIFY_KEY "NotifyKeyOfThisShop"
/* Of the same body with that key. */
#define NOTIFY_KEY_SIGN "751C77A7F6BD35870DB7CD59A99D1EC0"

#define REFUND_BODY                                                                                \
    "{\"notify_type\": \"refund\", \"respcd\": \"0000\", \"syssn\": "                              \
    "\"20200410000300020086358799\", \"orig_out_trade_no\": \"A1\", \"txamt\": \"300\", "          \
    "\"txcurrcd\": \"HKD\"}"
#define REFUND_SIGN "BC5E28439CA46A4B4551FF375F9F9B1B"

/* A program that listens, and the last answer that it gave. */
struct ear {
    struct process program;
    int port;
    char answer[4096];
    char output[16384];
    int exit_status;
};

static int
open_ear(void **state)
{
    *state = calloc(1, sizeof(struct ear));
    return *state ? 0 : -1;
}

static int
close_ear(void **state)
{
    struct ear *ear = *state;

    if (ear->program.pid > 0)
        (void)process_end(&ear->program, SIGTERM);
    free(ear);
    return 0;
}

/* Start "qfpay listen --port 0" with further options, and read its port. */
static void
listen_with(struct ear *ear, const char *options)
{
    char command[1024];
    char line[256];
    const char *colon = NULL;

    (void)snprintf(command, sizeof command,
                   "QFPAY_CLIENT_KEY=" KEY " exec \"%s\" listen --port 0 --timeout 60s %s",
                   QFPAY_PROGRAM, options);
    process_type(&ear->program, command);
    process_read_line(&ear->program, line, sizeof line);
    colon = strrchr(line, ':');
    assert_non_null(colon);
    ear->port = (int)strtol(colon + 1, NULL, 10);
    assert_true(ear->port > 0);
}

static void
listen_with_notify_key(struct ear *ear)
{
    (void)setenv("QFPAY_NOTIFY_KEY", NOTIFY_KEY, 1);
    listen_with(ear, "--once");
    (void)unsetenv("QFPAY_NOTIFY_KEY");
}

/* Send bytes and read the answer until the program closes the connection. */
static void
send_bytes(struct ear *ear, const char *bytes, size_t len)
{
    int connection = connect_to(ear->port);
    size_t got = 0;
    ssize_t n = 0;

    for (size_t sent = 0; sent < len; sent += (size_t)n) {
        n = send(connection, bytes + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
    }
    while ((n = recv(connection, ear->answer + got, sizeof ear->answer - 1 - got, 0)) > 0)
        got += (size_t)n;
    ear->answer[got] = '\0';
    (void)close(connection);
}

static void
deliver(struct ear *ear, const char *method, const char *sign, const char *body)
{
    char request[2048];
    int len = snprintf(request, sizeof request,
                       "%s /notify HTTP/1.1\r\nHost: localhost\r\nX-QF-SIGN: %s\r\n"
                       "Content-Type: application/json\r\nContent-Length: %zu\r\n"
                       "Connection: close\r\n\r\n%s",
                       method, sign, strlen(body), body);

    assert_true(len > 0 && (size_t)len < sizeof request);
    send_bytes(ear, request, (size_t)len);
}

/* Read what it says until it ends. */
static void
hear_it_end(struct ear *ear)
{
    process_read(&ear->program, ear->output, sizeof ear->output);
    ear->exit_status = process_end(&ear->program, 0);
    if (strstr(ear->output, KEY))
        fail_msg("the client key shows in: %s", ear->output);
}

static void
assert_answered(const struct ear *ear, const char *status, const char *body)
{
    if (strncmp(ear->answer, status, strlen(status)) != 0)
        fail_msg("the answer is not %s: %s", status, ear->answer);
    assert_non_null(strstr(ear->answer, "\r\n\r\n"));
    assert_string_equal(strstr(ear->answer, "\r\n\r\n") + 4, body);
}

static void
assert_says(const struct ear *ear, const char *text)
{
    if (!strstr(ear->output, text))
        fail_msg("\"%s\" is not in: %s", text, ear->output);
}

static void
a_genuine_notification_is_acknowledged_and_shown(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 200 ", "SUCCESS");
    assert_int_equal(ear->exit_status, 0);
    assert_says(ear, "New payment: genuine, answered SUCCESS");
    assert_says(ear, "10.00 HKD");
    assert_says(ear, "paydtm         2020-04-10 11:46:10\n");
}

static void
a_forged_notification_is_refused_and_never_acknowledged(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once");
    deliver(ear, "POST", "00000000000000000000000000000000", BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 400 ", "wrong signature");
    assert_int_equal(ear->exit_status, 4);
    assert_says(ear, "Not genuine");
    assert_says(ear, "It was checked with the client key; if you were given a notify key, set "
                     "QFPAY_NOTIFY_KEY.");
}

static void
with_a_notify_key_a_forged_notification_is_said_to_be_checked_with_that(void **state)
{
    struct ear *ear = *state;

    listen_with_notify_key(ear);
    deliver(ear, "POST", "00000000000000000000000000000000", BODY);
    hear_it_end(ear);

    assert_says(ear, "It was checked with the notify key");
}

static void
without_a_signature_no_key_is_named(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once");
    deliver(ear, "POST", "", BODY);
    hear_it_end(ear);

    assert_says(ear, "Not genuine");
    assert_null(strstr(ear->output, "It was checked with"));
}

static void
with_a_notify_key_that_one_makes_it_genuine(void **state)
{
    struct ear *ear = *state;

    listen_with_notify_key(ear);
    deliver(ear, "POST", NOTIFY_KEY_SIGN, BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 200 ", "SUCCESS");
    assert_int_equal(ear->exit_status, 0);
}

static void
with_a_notify_key_the_client_key_is_the_wrong_one_and_named(void **state)
{
    struct ear *ear = *state;

    listen_with_notify_key(ear);
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 400 ", "wrong signature");
    assert_int_equal(ear->exit_status, 4);
    assert_says(ear, "The client key made it, not the notify key");
}

static void
a_repetition_is_acknowledged_again_and_marked(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--json --exec 'test $QFPAY_DUPLICATE = no || kill -INT $PPID'");
    deliver(ear, "POST", SIGN, BODY);
    deliver(ear, "POST", SIGN, BODY);
    assert_answered(ear, "HTTP/1.1 200 ", "SUCCESS");
    hear_it_end(ear);

    assert_says(ear, "\"duplicate\": false");
    assert_says(ear, "\"duplicate\": true");
    assert_says(ear, "\"key\": \"20200410000300020086358791:payment\"");
}

static void
a_command_gets_the_body_and_what_it_speaks_of(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --exec 'echo \"$QFPAY_NOTIFY_TYPE of $QFPAY_ORDER\"; md5sum'");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_int_equal(ear->exit_status, 0);
    assert_says(ear, "payment of A1");
    assert_says(ear, "17145b8e83497999f24814b43fed252d");
}

static void
a_forged_notification_runs_no_command(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --exec 'echo it ran'");
    deliver(ear, "POST", "00000000000000000000000000000000", BODY);
    hear_it_end(ear);

    assert_null(strstr(ear->output, "it ran"));
}

static void
a_command_that_fails_is_told_and_the_answer_stays(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --exec 'exit 7'");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 200 ", "SUCCESS");
    assert_int_equal(ear->exit_status, 1);
    assert_says(ear, "ended with status 7");
}

static void
another_amount_than_expected_is_acknowledged_and_told(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --txamt 999 --exec 'echo it ran'");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_answered(ear, "HTTP/1.1 200 ", "SUCCESS");
    assert_int_equal(ear->exit_status, 4);
    assert_says(ear, "wrong amount: 10.00 HKD instead of 9.99 HKD");
    assert_null(strstr(ear->output, "it ran"));
}

static void
another_currency_than_expected_is_a_wrong_amount(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --json --txamt 1000 --txcurrcd USD");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_int_equal(ear->exit_status, 4);
    assert_says(ear, "\"wrong_amount\": true");
}

static void
the_expected_amount_is_no_trouble(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --json --txamt 1000 --exec 'echo it ran'");
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);

    assert_int_equal(ear->exit_status, 0);
    assert_says(ear, "\"wrong_amount\": false");
    assert_says(ear, "it ran");
}

/* A refund gives back what it gives back. */
static void
the_amount_of_a_refund_is_not_compared(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--once --txamt 1000");
    deliver(ear, "POST", REFUND_SIGN, REFUND_BODY);
    hear_it_end(ear);

    assert_int_equal(ear->exit_status, 0);
}

static void
what_is_no_post_or_too_large_is_no_notification(void **state)
{
    static char large[70200];
    struct ear *ear = *state;
    int len = snprintf(large, sizeof large,
                       "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n"
                       "Connection: close\r\n\r\n");

    listen_with(ear, "--once");
    deliver(ear, "PUT", SIGN, BODY);
    assert_answered(ear, "HTTP/1.1 405 ", "notifications come by POST");
    memset(large + len, ' ', 70000);
    send_bytes(ear, large, (size_t)len + 70000);
    assert_answered(ear, "HTTP/1.1 413 ", "no notification is that large");

    /* Neither was the one notification that it waits for. */
    deliver(ear, "POST", SIGN, BODY);
    hear_it_end(ear);
    assert_int_equal(ear->exit_status, 0);
}

static void
nothing_at_all_ends_with_3(void **state)
{
    struct ear *ear = *state;

    listen_with(ear, "--timeout 1ms");
    hear_it_end(ear);

    assert_int_equal(ear->exit_status, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_ear, close_ear)
        TEST(a_genuine_notification_is_acknowledged_and_shown),
        TEST(a_forged_notification_is_refused_and_never_acknowledged),
        TEST(with_a_notify_key_a_forged_notification_is_said_to_be_checked_with_that),
        TEST(without_a_signature_no_key_is_named),
        TEST(with_a_notify_key_that_one_makes_it_genuine),
        TEST(with_a_notify_key_the_client_key_is_the_wrong_one_and_named),
        TEST(a_repetition_is_acknowledged_again_and_marked),
        TEST(a_command_gets_the_body_and_what_it_speaks_of),
        TEST(a_forged_notification_runs_no_command),
        TEST(a_command_that_fails_is_told_and_the_answer_stays),
        TEST(another_amount_than_expected_is_acknowledged_and_told),
        TEST(another_currency_than_expected_is_a_wrong_amount),
        TEST(the_expected_amount_is_no_trouble),
        TEST(the_amount_of_a_refund_is_not_compared),
        TEST(what_is_no_post_or_too_large_is_no_notification),
        TEST(nothing_at_all_ends_with_3),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
