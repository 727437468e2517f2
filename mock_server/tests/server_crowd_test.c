/* A crowd of connections that one user opens, keeps, leaves or lets wait: others are served. The
 * mock has few descriptors here, so that its limits are reached with few connections. */
#include "stage.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of 64 descriptors connections have 28, and 4 are on their way out. Half may be held, of a
 * merchant 4. */
#define FEW "-n 64"
enum { CROWD = 200, HELD = 14, SHARE = 4 };

static const char half_a_head[] = "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nX-QF-APP";
static const char half_a_body[] = "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
                                  "Content-Length: 100\r\n\r\ntxamt=";
static const char health[] = "GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\n\r\n";

static void
leave(int fds[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        close(fds[i]);
}

/* Whether the end came already. */
static bool
is_ended(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_DONTWAIT) >= 0;
}

static void
assert_serves_others(struct stage *stage, const struct mock *mock)
{
    for (int i = 0; i < 60; i++)
        assert_alive(mock);
    assert_pays(stage, mock, "others", "0000");
}

static bool
is_served(int fd)
{
    struct wire_reply reply = {0};
    bool is_whole;

    send_text(fd, health);
    is_whole = read_reply(fd, &reply) && reply.status == 200;
    reply_free(&reply);
    return is_whole;
}

static void
the_longest_idle_is_closed_for_a_new_connection(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);
    int idle[CROWD];

    for (size_t i = 0; i < COUNT_OF(idle); i++) {
        idle[i] = mock_connect(mock);
        /* Those that have asked before are as idle as those that never did. */
        if (i % 2 == 0)
            assert_true(is_served(idle[i]));
    }
    assert_true(is_ended(idle[0]));
    assert_true(is_served(idle[CROWD - 1]));
    assert_true(is_served(idle[CROWD - 20]));
    assert_serves_others(stage, mock);
    leave(idle, COUNT_OF(idle));
}

static void
who_speaks_now_and_then_is_not_closed_for_the_silent(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);
    int kept = mock_connect(mock);
    int idle[CROWD];

    for (size_t i = 0; i < COUNT_OF(idle); i++) {
        idle[i] = mock_connect(mock);
        if (i % 10 == 0)
            assert_true(is_served(kept));
    }
    assert_true(is_served(kept));
    close(kept);
    leave(idle, COUNT_OF(idle));
}

static void
half_requests_are_closed_for_new_connections(void **state)
{
    static const char *const halves[] = {half_a_head, half_a_body};
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);

    for (size_t at = 0; at < COUNT_OF(halves); at++) {
        int fds[CROWD];

        for (size_t i = 0; i < COUNT_OF(fds); i++) {
            fds[i] = mock_connect(mock);
            send_text(fds[i], halves[at]);
        }
        for (int i = 0; i < 60; i++)
            assert_alive(mock);
        leave(fds, COUNT_OF(fds));
    }
    assert_serves_others(stage, mock);
}

static void
a_soft_limit_of_descriptors_is_raised(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, "-S -n 64", NULL);
    int idle[CROWD];

    for (size_t i = 0; i < COUNT_OF(idle); i++)
        idle[i] = mock_connect(mock);
    assert_true(is_served(idle[CROWD - 1]));
    for (size_t i = 0; i < COUNT_OF(idle); i++)
        assert_false(is_ended(idle[i]));
    leave(idle, COUNT_OF(idle));
}

/* The first of the two on which something comes. */
static int
first_of(int one, int other)
{
    struct pollfd both[] = {{one, POLLIN, 0}, {other, POLLIN, 0}};

    assert_true(poll(both, 2, 60000) > 0);
    return both[0].revents != 0 ? one : other;
}

static void
what_can_never_become_a_request_is_closed_at_once(void **state)
{
    static const char *const beginnings[] = {"", "POST /tra", half_a_head, half_a_body,
                                             "GET / HTTP/1.1\r\nHost: mock\r\n"};
    const struct mock *mock = mock_start(*state, NULL);

    /* It ends before an answer that comes late, yet before the time for a half request is over. */
    for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
        int fd = mock_connect(mock);
        int held = mock_connect(mock);

        send_text(held, "GET /__sandbox/requests?since=0&wait_ms=20000 HTTP/1.1\r\n"
                        "Host: mock\r\n\r\n");
        send_text(fd, beginnings[i]);
        shutdown(fd, SHUT_WR);
        assert_int_equal(first_of(fd, held), fd);
        assert_closed(fd);
        close(fd);
        close(held);
    }
}

static void
a_kept_connection_that_is_half_closed_within_a_request_is_closed_at_once(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    int fd = mock_connect(mock);
    int held = mock_connect(mock);

    send_text(held, "GET /__sandbox/requests?since=0&wait_ms=20000 HTTP/1.1\r\n"
                    "Host: mock\r\n\r\n");
    assert_true(is_served(fd));
    send_text(fd, half_a_head);
    shutdown(fd, SHUT_WR);
    assert_int_equal(first_of(fd, held), fd);
    assert_closed(fd);
    close(fd);
    close(held);
}

/* As netcat does that has sent all it had. */
static void
whole_requests_before_the_half_close_are_answered(void **state)
{
    enum { REQUESTS = 20 };
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply = {0};
    char all[REQUESTS * sizeof health];
    size_t len = 0;
    int fd = mock_connect(mock);

    for (int i = 0; i < REQUESTS; i++)
        len += (size_t)snprintf(all + len, sizeof all - len, "%s", health);
    send_text(fd, all);
    shutdown(fd, SHUT_WR);
    for (int i = 0; i < REQUESTS; i++) {
        assert_true(read_reply(fd, &reply));
        assert_int_equal(reply.status, 200);
    }
    reply_free(&reply);
    assert_closed(fd);
    close(fd);
}

/* A merchant of this code, whose calls are all answered after two minutes. */
static void
make_slow_merchant(const struct mock *mock, const char *app_code)
{
    char body[160];
    char path[80];

    snprintf(body, sizeof body, "{\"app_code\": \"%s\", \"client_key\": \"" DIRECT_KEY "\"}",
             app_code);
    assert_int_equal(control_call(mock, "POST", "merchants", body, NULL), 201);
    snprintf(path, sizeof path, "rules?app_code=%s", app_code);
    assert_int_equal(
        control_call(mock, "POST", path, "{\"respond\": [{\"delay_ms\": 120000}]}", NULL), 201);
}

/* Of some calls that are answered slowly, how many are answered at once, and so say why. */
static size_t
count_answered_at_once(struct stage *stage, const struct mock *mock, int fds[], size_t count)
{
    size_t answered = 0;

    for (size_t i = 0; i < count; i++) {
        struct wire_reply reply = {0};
        char number[32];

        snprintf(number, sizeof number, "slow-%zu", i);
        fds[i] = mock_connect(mock);
        send_text(fds[i], payment_request(stage, number));
        assert_alive(mock); /* behind it: the loop has one thread */
        if (recv(fds[i], number, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
            continue;
        assert_true(read_reply(fds[i], &reply));
        assert_non_null(strstr(reply.head, "Not delayed"));
        assert_true(says(reply.body, "respcd", "0000"));
        reply_free(&reply);
        answered++;
    }
    return answered;
}

static void
slow_answers_have_a_share_for_each_merchant(void **state)
{
    static const char *const apps[] = {"C1B2C3D4E5F60718293A4B5C6D7E8F90",
                                       "C2B2C3D4E5F60718293A4B5C6D7E8F90"};
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);
    int fds[COUNT_OF(apps)][10];

    for (size_t i = 0; i < COUNT_OF(apps); i++) {
        make_slow_merchant(mock, apps[i]);
        stage->app_code = apps[i];
        assert_int_equal(count_answered_at_once(stage, mock, fds[i], 10), 10 - SHARE);
    }
    stage->app_code = DIRECT_APP;
    assert_serves_others(stage, mock);
    for (size_t i = 0; i < COUNT_OF(apps); i++)
        leave(fds[i], 10);
}

static void
slow_answers_of_all_have_half_the_connections(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);
    char apps[6][40];
    int fds[6][SHARE];
    size_t answered = 0;

    for (size_t i = 0; i < 6; i++) {
        snprintf(apps[i], sizeof apps[i], "D%zuB2C3D4E5F60718293A4B5C6D7E8F90", i);
        make_slow_merchant(mock, apps[i]);
        stage->app_code = apps[i];
        answered += count_answered_at_once(stage, mock, fds[i], SHARE);
    }
    assert_int_equal(answered, 6 * SHARE - HELD);
    stage->app_code = DIRECT_APP;
    assert_serves_others(stage, mock);
    for (size_t i = 0; i < 6; i++)
        leave(fds[i], SHARE);
}

static void
long_polls_beyond_the_share_are_answered_at_once(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start_narrow(stage, FEW, NULL);
    int fds[10];
    size_t answered = 0;

    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        struct wire_reply reply = {0};
        char byte;

        fds[i] = mock_connect(mock);
        send_text(fds[i], "GET /__sandbox/requests?since=0&wait_ms=60000 HTTP/1.1\r\n"
                          "Host: mock\r\n\r\n");
        assert_alive(mock);
        if (recv(fds[i], &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
            continue;
        assert_true(read_reply(fds[i], &reply));
        assert_int_equal(reply.status, 200);
        reply_free(&reply);
        answered++;
    }
    assert_int_equal(answered, COUNT_OF(fds) - SHARE);
    assert_serves_others(stage, mock);
    leave(fds, COUNT_OF(fds));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(the_longest_idle_is_closed_for_a_new_connection),
        STAGE_TEST(who_speaks_now_and_then_is_not_closed_for_the_silent),
        STAGE_TEST(half_requests_are_closed_for_new_connections),
        STAGE_TEST(a_soft_limit_of_descriptors_is_raised),
        STAGE_TEST(what_can_never_become_a_request_is_closed_at_once),
        STAGE_TEST(a_kept_connection_that_is_half_closed_within_a_request_is_closed_at_once),
        STAGE_TEST(whole_requests_before_the_half_close_are_answered),
        STAGE_TEST(slow_answers_have_a_share_for_each_merchant),
        STAGE_TEST(slow_answers_of_all_have_half_the_connections),
        STAGE_TEST(long_polls_beyond_the_share_are_answered_at_once),
    };

    return cmocka_run_group_tests_name("server_crowd", tests, NULL, NULL);
}
