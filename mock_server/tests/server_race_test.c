/* Many clients at the same instant: of any number of simultaneous requests with one out_trade_no
 * exactly one is accepted, whatever the storage; and a disk that is full makes no promise that it
 * cannot keep. */
#include "stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS = 64 };

/* All clients send everything but the last byte; then all last bytes follow at once. */
static void
send_together(struct stage *stage, const struct mock *mock, const char *number, int fds[CLIENTS])
{
    char last[CLIENTS];

    for (int i = 0; i < CLIENTS; i++) {
        char own[32];
        const char *request;
        size_t len;

        snprintf(own, sizeof own, "own-%d", i);
        request = payment_request(stage, number ? number : own);
        len = strlen(request);
        last[i] = request[len - 1];
        fds[i] = mock_connect(mock);
        send_bytes(fds[i], request, len - 1);
    }
    for (int i = 0; i < CLIENTS; i++)
        send_bytes(fds[i], &last[i], 1);
}

/* How many of the answers have this code. */
static int
count_answers(const int fds[CLIENTS], const char *respcd, const char *other)
{
    struct wire_reply reply = {0};
    int count = 0;

    for (int i = 0; i < CLIENTS; i++) {
        assert_true(read_reply(fds[i], &reply));
        assert_int_equal(reply.status, 200);
        if (says(reply.body, "respcd", respcd))
            count++;
        else
            assert_true(other && says(reply.body, "respcd", other));
        close(fds[i]);
    }
    reply_free(&reply);
    return count;
}

static void
one_number_is_accepted_once(struct stage *stage, const struct mock *mock)
{
    int fds[CLIENTS];

    for (int round = 0; round < 5; round++) {
        char number[32];

        snprintf(number, sizeof number, "round-%d", round);
        send_together(stage, mock, number, fds);

        assert_int_equal(count_answers(fds, "0000", "1251"), 1);
    }
}

static void
own_numbers_are_all_accepted(struct stage *stage, const struct mock *mock)
{
    int fds[CLIENTS];

    send_together(stage, mock, NULL, fds);

    assert_int_equal(count_answers(fds, "0000", NULL), CLIENTS);
}

static void
simultaneous_numbers_in_memory(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);

    one_number_is_accepted_once(*state, mock);
    own_numbers_are_all_accepted(*state, mock);
}

static void
simultaneous_numbers_with_a_file(void **state)
{
    struct stage *stage = *state;
    char path[128];
    const struct mock *mock;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start(stage, "--db", path, NULL);

    one_number_is_accepted_once(stage, mock);
    own_numbers_are_all_accepted(stage, mock);
}

/* Whether a payment was accepted; otherwise the server must have owned up to a fault. */
static bool
pays_or_faults(struct stage *stage, const struct mock *mock, const char *number)
{
    struct wire_reply reply = ask_mock(mock, payment_request(stage, number));
    bool is_paid = reply.status == 200;

    assert_int_equal(is_paid ? says(reply.body, "respcd", "0000") : reply.status,
                     is_paid ? true : 500);
    reply_free(&reply);
    return is_paid;
}

static void
a_full_disk_makes_faults_and_keeps_what_was_answered(void **state)
{
    enum { ORDERS = 3000 };
    struct stage *stage = *state;
    char path[128];
    struct mock *mock;
    char number[32];
    int accepted = 0;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start_limited(stage, (size_t)256 * 1024, "--db", path, NULL);
    while (accepted < ORDERS) {
        snprintf(number, sizeof number, "full-%d", accepted);
        if (!pays_or_faults(stage, mock, number))
            break;
        accepted++;
    }
    assert_in_range(accepted, 1, ORDERS - 1);
    assert_alive(mock);
    assert_int_equal(mock_end(mock, SIGTERM), 0);

    mock = mock_start(stage, "--db", path, NULL);
    for (int i = 0; i < accepted; i++) {
        snprintf(number, sizeof number, "full-%d", i);
        assert_pays(stage, mock, number, "1251");
    }
    snprintf(number, sizeof number, "full-%d", accepted);
    assert_pays(stage, mock, number, "0000");
}

/* Set the clock to another day until that fails; the last day that was kept. */
static int
set_clock_until_it_fails(const struct mock *mock)
{
    for (int day = 2; day < 28; day++) {
        char body[64];
        unsigned status;

        snprintf(body, sizeof body, "{\"now\": \"2030-01-%02d 00:00:00\"}", day);
        status = (unsigned)control_call(mock, "PUT", "clock", body, NULL);
        if (status != 200) {
            assert_int_equal(status, 500);
            return day - 1;
        }
    }
    fail_msg("the disk is never full");
    return 0;
}

static void
on_a_full_disk_control_calls_fail_and_change_nothing(void **state)
{
    struct stage *stage = *state;
    char path[128];
    char number[32];
    char day[32];
    struct mock *mock;
    char *answer;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start_limited(stage, (size_t)256 * 1024, "--db", path, "--freeze-clock", "--now",
                              "2030-01-01 00:00:00", NULL);
    for (int i = 0; i == 0 || pays_or_faults(stage, mock, number); i++)
        snprintf(number, sizeof number, "fill-%d", i);
    snprintf(day, sizeof day, "2030-01-%02d 00:00:00", set_clock_until_it_fails(mock));

    assert_int_equal(control_call(mock, "POST", "rules", "{\"respond\": [{\"pass\": true}]}", NULL),
                     500);
    assert_int_equal(control_call(mock, "POST", "merchants", "{}", NULL), 500);
    assert_int_equal(control_call(mock, "GET", "rules", NULL, &answer), 200);
    assert_non_null(strstr(answer, "\"rules\": []"));
    free(answer);
    assert_int_equal(control_call(mock, "GET", "clock", NULL, &answer), 200);
    assert_non_null(strstr(answer, day));
    free(answer);
    assert_alive(mock);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(simultaneous_numbers_in_memory),
        STAGE_TEST(simultaneous_numbers_with_a_file),
        STAGE_TEST(a_full_disk_makes_faults_and_keeps_what_was_answered),
        STAGE_TEST(on_a_full_disk_control_calls_fail_and_change_nothing),
    };

    return cmocka_run_group_tests_name("server_race", tests, NULL, NULL);
}
