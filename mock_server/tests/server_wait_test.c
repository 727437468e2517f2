/* Calls that the server holds back until the journal has news, and worlds that do not meet. */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A poll that the server holds; its answer comes on this connection. */
static int
poll_requests(const struct mock *mock, const char *query)
{
    char request[256];
    int fd = mock_connect(mock);

    snprintf(request, sizeof request, "GET /__sandbox/requests?%s HTTP/1.1\r\nHost: mock\r\n\r\n",
             query);
    send_text(fd, request);
    return fd;
}

static struct wire_reply
answer_on(int fd)
{
    struct wire_reply reply = {0};

    assert_true(read_reply(fd, &reply));
    close(fd);
    return reply;
}

static void
a_held_poll_wakes_when_a_request_comes(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    int polls[8];

    for (size_t at = 0; at < COUNT_OF(polls); at++)
        polls[at] = poll_requests(mock, "since=0&wait_ms=60000");
    assert_pays(stage, mock, "news", "0000");
    for (size_t at = 0; at < COUNT_OF(polls); at++) {
        struct wire_reply reply = answer_on(polls[at]);

        assert_int_equal(reply.status, 200);
        assert_non_null(strstr(reply.body, "news"));
        reply_free(&reply);
    }
}

static void
a_held_poll_ends_by_itself(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = answer_on(poll_requests(mock, "since=0&wait_ms=20"));

    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "\"requests\": []"));
    reply_free(&reply);
}

static void
a_poll_that_is_ahead_of_the_journal_is_answered(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = answer_on(poll_requests(mock, "since=1000&wait_ms=60000"));

    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "\"last\": 0"));
    reply_free(&reply);
}

static void
a_held_poll_hears_of_a_reset(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply;
    int poll;

    assert_pays(stage, mock, "before", "0000");
    poll = poll_requests(mock, "since=1&wait_ms=60000");
    assert_int_equal(control_call(mock, "POST", "reset", NULL, NULL), 204);
    reply = answer_on(poll);

    assert_non_null(strstr(reply.body, "\"last\": 0"));
    reply_free(&reply);
}

static void
a_held_poll_hears_that_its_merchant_is_gone(void **state)
{
    static const char app[] = "C1B2C3D4E5F60718293A4B5C6D7E8F90";
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply;
    char query[128];
    char path[128];
    char body[128];
    int poll;

    snprintf(body, sizeof body, "{\"app_code\": \"%s\"}", app);
    assert_int_equal(control_call(mock, "POST", "merchants", body, NULL), 201);
    snprintf(query, sizeof query, "since=0&wait_ms=60000&app_code=%s", app);
    poll = poll_requests(mock, query);
    assert_alive(mock);
    snprintf(path, sizeof path, "merchants/%s", app);
    assert_int_equal(control_call(mock, "DELETE", path, NULL, NULL), 204);
    reply = answer_on(poll);

    assert_int_equal(reply.status, 404);
    reply_free(&reply);
}

static void
a_held_poll_sleeps_through_the_requests_of_others(void **state)
{
    static const char app[] = "C1B2C3D4E5F60718293A4B5C6D7E8F90";
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply;
    char query[128];
    char body[160];
    int poll;

    snprintf(body, sizeof body, "{\"app_code\": \"%s\", \"client_key\": \"" DIRECT_KEY "\"}", app);
    assert_int_equal(control_call(mock, "POST", "merchants", body, NULL), 201);
    snprintf(query, sizeof query, "since=0&wait_ms=60000&app_code=%s", app);
    poll = poll_requests(mock, query);
    assert_pays(stage, mock, "other", "0000");
    stage->app_code = app;
    assert_pays(stage, mock, "own", "0000");
    reply = answer_on(poll);

    assert_null(strstr(reply.body, "other"));
    assert_non_null(strstr(reply.body, "own"));
    reply_free(&reply);
}

/* A merchant that a parallel test has made for itself. */
struct world {
    char app_code[64];
    char client_key[64];
};

static void
take_text(const char *json, const char *key, char *text, size_t text_size)
{
    char start[64];
    const char *at;

    snprintf(start, sizeof start, "\"%s\": \"", key);
    at = strstr(json, start);
    assert_non_null(at);
    at += strlen(start);
    snprintf(text, text_size, "%.*s", (int)strcspn(at, "\""), at);
}

static struct world
make_world(const struct mock *mock)
{
    struct world world = {0};
    char *answer;

    assert_int_equal(control_call(mock, "POST", "merchants", NULL, &answer), 201);
    take_text(answer, "app_code", world.app_code, sizeof world.app_code);
    take_text(answer, "client_key", world.client_key, sizeof world.client_key);
    free(answer);
    return world;
}

static void
enter(struct stage *stage, const struct world *world)
{
    stage->app_code = world->app_code;
    stage->client_key = world->client_key;
}

static void
worlds_in_one_process_do_not_meet(void **state)
{
    enum { COUNT = 8 };
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, "--freeze-clock", NULL);
    struct world worlds[COUNT];
    char path[128];
    char body[64];

    for (int i = 0; i < COUNT; i++) {
        worlds[i] = make_world(mock);
        snprintf(path, sizeof path, "clock?app_code=%.32s", worlds[i].app_code);
        snprintf(body, sizeof body, "{\"now\": \"20%02d-01-01 00:00:00\"}", 30 + i);
        assert_int_equal(control_call(mock, "PUT", path, body, NULL), 200);
        enter(stage, &worlds[i]);
        assert_pays(stage, mock, "same", "0000");
    }
    /* Every other one is reset; the rest still know their order. */
    for (int i = 0; i < COUNT; i += 2) {
        snprintf(path, sizeof path, "reset?app_code=%.32s", worlds[i].app_code);
        assert_int_equal(control_call(mock, "POST", path, NULL, NULL), 204);
    }

    for (int i = 0; i < COUNT; i++) {
        char *answer;

        snprintf(path, sizeof path, "transactions?app_code=%.32s", worlds[i].app_code);
        assert_int_equal(control_call(mock, "GET", path, NULL, &answer), 200);
        snprintf(body, sizeof body, "20%02d-01-01 00:00:00", 30 + i);
        assert_int_equal(says(answer, "sysdtm", body), i % 2 == 1);
        free(answer);
        enter(stage, &worlds[i]);
        assert_pays(stage, mock, "same", i % 2 == 0 ? "0000" : "1251");
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_held_poll_wakes_when_a_request_comes),
        STAGE_TEST(a_held_poll_ends_by_itself),
        STAGE_TEST(a_poll_that_is_ahead_of_the_journal_is_answered),
        STAGE_TEST(a_held_poll_hears_of_a_reset),
        STAGE_TEST(a_held_poll_hears_that_its_merchant_is_gone),
        STAGE_TEST(a_held_poll_sleeps_through_the_requests_of_others),
        STAGE_TEST(worlds_in_one_process_do_not_meet),
    };

    return cmocka_run_group_tests_name("server_wait", tests, NULL, NULL);
}
