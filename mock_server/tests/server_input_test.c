/* What comes over the wire from clients that are broken, slow, in a hurry or malicious: everything
 * gets an answer or the end of the connection, and the next request is served. */
#include "stage.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BODY_LIMIT = 64 * 1024 };

/* A request with a body of so many bytes, one parameter of nothing but x. */
static char *
large_request(size_t body_len, bool is_chunked)
{
    static const char head[] = "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
                               "X-QF-APPCODE: " DIRECT_APP "\r\n";
    size_t size = sizeof head + body_len + 64;
    char *request = malloc(size);
    char *filler = malloc(body_len + 1);

    assert_non_null(request);
    assert_non_null(filler);
    memset(filler, 'x', body_len);
    filler[1] = '=';
    filler[body_len] = '\0';
    if (is_chunked)
        snprintf(request, size, "%sTransfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n", head,
                 body_len, filler);
    else
        snprintf(request, size, "%sContent-Length: %zu\r\n\r\n%s", head, body_len, filler);
    free(filler);
    return request;
}

static int
status_of_body(const struct mock *mock, size_t body_len, bool is_chunked)
{
    char *request = large_request(body_len, is_chunked);
    struct wire_reply reply = ask_mock(mock, request);
    int status = reply.status;

    reply_free(&reply);
    free(request);
    return status;
}

static void
a_body_of_64_kib_is_read(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);

    assert_int_equal(status_of_body(mock, BODY_LIMIT, false), 200);
    assert_int_equal(status_of_body(mock, BODY_LIMIT, true), 200);
}

static void
a_body_of_one_byte_more_is_413(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);

    assert_int_equal(status_of_body(mock, BODY_LIMIT + 1, false), 413);
    assert_int_equal(status_of_body(mock, BODY_LIMIT + 1, true), 413);
    assert_alive(mock);
}

static void
an_announced_gigabyte_is_refused_before_it_comes(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = ask_mock(mock, "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
                                             "Content-Length: 1000000000\r\n\r\nstart");

    assert_int_equal(reply.status, 413);
    reply_free(&reply);
    assert_alive(mock);
}

static void
an_endless_body_is_cut(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    int fd = mock_connect(mock);
    char chunk[4096 + 8];
    struct wire_reply reply = {0};

    memcpy(chunk, "1000\r\n", 6);
    memset(chunk + 6, 'x', 4096);
    memcpy(chunk + 6 + 4096, "\r\n", 2);
    send_text(fd, "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n");
    /* Four times what the server drops before it has had enough. */
    for (int i = 0; i < 1024; i++)
        send_bytes(fd, chunk, sizeof chunk);
    shutdown(fd, SHUT_WR);

    assert_false(read_reply(fd, &reply) && reply.status == 200);
    reply_free(&reply);
    close(fd);
    assert_alive(mock);
}

/* Bytes that are hardly a request of HTTP. */
static const struct {
    const char *bytes;
    size_t len;
    bool is_whole; /* so that an answer, or the end, must come; of the others more may follow */
} garbage[] = {
#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1, true                                                               \
    }
#define PART(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1, false                                                              \
    }
    PART("\r\n\r\n\r\n"),
    PART("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), /* the begin of TLS */
    BYTES("GARBAGE\r\n\r\n"),
    BYTES("POST\r\n\r\n"),
    BYTES("POST / HTTP/9.9\r\n\r\n"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\n\r\n"), /* no Host */
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nContent-Length: -1\r\n\r\n"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nContent-Length: x\r\n\r\n"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
          "Content-Length: 99999999999999999999999\r\n\r\n"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nContent-Length: 5\r\n"
          "Content-Length: 6\r\n\r\nabcde"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nTransfer-Encoding: chunked\r\n\r\n"
          "zz\r\nabc\r\n0\r\n\r\n"),
    BYTES("POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\nno colon here\r\n\r\n"),
    BYTES("POST /trade\0/v1/payment HTTP/1.1\r\nHost: mock\r\n\r\n"),
    BYTES("G\xffT /\xff\xfe HTTP/1.1\r\nHost: mock\r\nX-QF-SIGN: \x01\x02\xff\r\n\r\n"),
    BYTES("GET /%00%ff%zz?%00=%zz&&&=== HTTP/1.1\r\nHost: mock\r\n\r\n"),
    BYTES("GET /__sandbox/merchants/%00 HTTP/1.1\r\nHost: mock\r\n\r\n"),
    BYTES("DELETE /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n\r\n"),
    PART("\0\0\0\0\0\0\0\0\r\n\r\n"),
#undef PART
#undef BYTES
};

static void
garbage_does_not_disturb_the_next_request(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);

    for (size_t i = 0; i < COUNT_OF(garbage); i++) {
        struct wire_reply reply = {0};
        char number[16];
        int fd = mock_connect(mock);

        send_bytes(fd, garbage[i].bytes, garbage[i].len);
        if (garbage[i].is_whole && read_reply(fd, &reply))
            assert_false(says(reply.body, "respcd", "0000"));
        reply_free(&reply);
        close(fd);
        snprintf(number, sizeof number, "after-%zu", i);
        assert_pays(stage, mock, number, "0000");
    }
}

/* A head with so many bytes in one header. */
static void
send_head_of(int fd, size_t len)
{
    char *filler = malloc(len + 1);

    assert_non_null(filler);
    memset(filler, 'x', len);
    filler[len] = '\0';
    send_text(fd, "GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\nX-Filler: ");
    send_text(fd, filler);
    send_text(fd, "\r\n\r\n");
    free(filler);
}

static void
a_head_of_8_kib_is_read(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_head_of(fd, 8000);

    assert_true(read_reply(fd, &reply));
    assert_int_equal(reply.status, 200);
    reply_free(&reply);
    close(fd);
}

/* Pay with a cookie of so many bytes: the status, 0 when the connection just ends. */
static int
pay_with_cookie(struct stage *stage, const struct mock *mock, const char *number, int len)
{
    const char *request = payment_request(stage, number);
    const char *rest = strstr(request, "\r\n");
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);
    char head[8192];
    int status;

    assert_non_null(rest);
    snprintf(head, sizeof head, "%.*s\r\nCookie: %0*d", (int)(rest - request), request, len, 0);
    send_text(fd, head);
    send_text(fd, rest);
    status = read_reply(fd, &reply) ? reply.status : 0;
    reply_free(&reply);
    close(fd);
    return status;
}

/* Cookies take twice their length, so the limit lies between these. */
static void
a_call_is_carried_out_only_with_room_for_its_answer(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    int refused = 0;

    for (int len = 4800; len < 6000; len += 20) {
        char number[32];
        int status;

        snprintf(number, sizeof number, "cookie-%d", len);
        status = pay_with_cookie(stage, mock, number, len);
        if (status == 200)
            continue;
        assert_true(status == 431 || status == 0);
        refused += status == 431;
        assert_pays(stage, mock, number, "0000"); /* it is new */
    }
    assert_true(refused > 0);
}

static void
a_huge_head_is_refused(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_head_of(fd, 1000000);

    assert_false(read_reply(fd, &reply) && reply.status < 400);
    reply_free(&reply);
    close(fd);
    assert_alive(mock);
}

static void
a_head_without_end_is_refused(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);
    char line[64];

    send_text(fd, "GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\n");
    for (int i = 0; i < 5000; i++) {
        snprintf(line, sizeof line, "X-Line-%d: filler\r\n", i);
        send_text(fd, line);
    }

    assert_false(read_reply(fd, &reply) && reply.status < 400);
    reply_free(&reply);
    close(fd);
    assert_alive(mock);
}

static void
a_diagnosis_reaches_the_client_whatever_the_headers_hold(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = ask_mock(
        mock, "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
              "X-QF-APPCODE: \xe4\xb8\xad\x01\t\"\r\nContent-Length: 0\r\n\r\n");

    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.head, "X-QFMock-Diagnosis: "));
    assert_true(says(reply.body, "respcd", "1108"));
    reply_free(&reply);
}

/* What we say and what a rule says, as clients get it. */
static void
a_rule_writes_the_headers_of_an_answer(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply;

    assert_int_equal(
        control_call(mock, "POST", "rules",
                     "{\"respond\": [{\"http_status\": 503, \"body\": \"<p>closed</p>\","
                     " \"headers\": {\"Retry-After\": \"5\", \"content-type\": \"text/x-own\","
                     " \"X-QFMock-Version\": \"\"}}]}",
                     NULL),
        201);
    reply = ask_mock(mock, payment_request(stage, "headers"));

    assert_int_equal(reply.status, 503);
    assert_string_equal(reply.body, "<p>closed</p>");
    assert_non_null(strstr(reply.head, "\r\nRetry-After: 5\r\n"));
    assert_non_null(strstr(reply.head, "\r\ncontent-type: text/x-own\r\n"));
    assert_null(strstr(reply.head, "Content-Type"));
    assert_null(strstr(reply.head, "X-QFMock-Version"));
    reply_free(&reply);
}

static void
a_rule_resets_the_connection_of_a_call(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    char byte;
    int fd;

    assert_int_equal(control_call(mock, "POST", "rules",
                                  "{\"respond\": [{\"fault\": \"reset\"}, {\"pass\": true}]}",
                                  NULL),
                     201);
    fd = mock_connect(mock);
    send_text(fd, payment_request(stage, "reset"));

    assert_int_equal(recv(fd, &byte, 1, 0), -1);
    assert_int_equal(errno, ECONNRESET);
    close(fd);
    assert_pays(stage, mock, "not-reset", "0000");
}

/* Payments have a Host and no User-Agent. */
static void
a_rule_matches_headers_in_any_case(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);

    assert_int_equal(
        control_call(mock, "POST", "rules",
                     "[{\"match\": {\"headers\": {\"User-Agent\": \".\"}},"
                     " \"respond\": [{\"respcd\": \"1297\"}]},"
                     " {\"match\": {\"headers\": {\"hOST\": \".\", \"User-Agent\": \"^$\"}},"
                     " \"respond\": [{\"respcd\": \"1205\"}]}]",
                     NULL),
        201);

    assert_pays(stage, mock, "by-header", "1205");
}

enum { PIPELINED = 5 };

/* Payments of number-0, number-1, ... in one packet. */
static void
send_pipeline(struct stage *stage, int fd)
{
    char all[PIPELINED * 1024];
    size_t len = 0;

    for (int i = 0; i < PIPELINED; i++) {
        char number[16];

        snprintf(number, sizeof number, "number-%d", i);
        len += (size_t)snprintf(all + len, sizeof all - len, "%s", payment_request(stage, number));
        assert_true(len < sizeof all);
    }
    send_bytes(fd, all, len);
}

static void
requests_in_one_packet_are_answered_in_their_order(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_pipeline(stage, fd);

    for (int i = 0; i < PIPELINED; i++) {
        char number[16];

        snprintf(number, sizeof number, "number-%d", i);
        assert_true(read_reply(fd, &reply));
        assert_true(says(reply.body, "out_trade_no", number));
    }
    reply_free(&reply);
    close(fd);
}

static void
requests_in_one_packet_are_all_kept_by_a_durable_file(void **state)
{
    struct stage *stage = *state;
    char path[128];
    struct wire_reply reply = {0};
    const struct mock *mock;
    int fd;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start(stage, "--db", path, NULL);
    fd = mock_connect(mock);
    send_pipeline(stage, fd);
    for (int i = 0; i < PIPELINED; i++)
        assert_true(read_reply(fd, &reply));
    reply_free(&reply);
    close(fd);

    for (int i = 0; i < PIPELINED; i++) {
        char number[16];

        snprintf(number, sizeof number, "number-%d", i);
        assert_pays(stage, mock, number, "1251");
    }
}

static void
a_request_byte_by_byte_is_a_request(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    const char *request = payment_request(stage, "slow");
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    for (; *request != '\0'; request++)
        send_bytes(fd, request, 1);

    assert_true(read_reply(fd, &reply));
    assert_true(says(reply.body, "respcd", "0000"));
    reply_free(&reply);
    close(fd);
}

static void
a_connection_is_kept_for_the_next_request(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    for (int i = 0; i < 3; i++) {
        char number[16];

        snprintf(number, sizeof number, "number-%d", i);
        send_text(fd, payment_request(stage, number));
        assert_true(read_reply(fd, &reply));
        assert_true(says(reply.body, "respcd", "0000"));
    }
    reply_free(&reply);
    close(fd);
}

/* Close at once and with a reset, so that the answer meets a dead connection. */
static void
hang_up(int fd)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
}

static void
clients_that_hang_up_leave_no_trace(void **state)
{
    struct stage *stage = *state;
    char path[128];
    const struct mock *mock;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start(stage, "--db", path, NULL);
    for (int i = 0; i < 200; i++) {
        char number[16];
        const char *request;
        int fd = mock_connect(mock);

        snprintf(number, sizeof number, "number-%d", i);
        request = payment_request(stage, number);
        /* From nothing at all to the whole request. */
        send_bytes(fd, request, strlen(request) * (size_t)i / 199);
        hang_up(fd);
    }

    assert_alive(mock);
    assert_pays(stage, mock, "afterwards", "0000");
}

static void
a_poller_that_hangs_up_is_forgotten(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);

    for (int i = 0; i < 20; i++) {
        int fd = mock_connect(mock);

        send_text(fd, "GET /__sandbox/requests?wait_ms=60000 HTTP/1.1\r\nHost: mock\r\n\r\n");
        assert_alive(mock);
        hang_up(fd);
    }

    assert_pays(stage, mock, "afterwards", "0000");
    assert_alive(mock);
}

static void
half_a_request_does_not_hold_the_others_up(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    int halves[32];

    for (size_t i = 0; i < COUNT_OF(halves); i++) {
        halves[i] = mock_connect(mock);
        send_text(halves[i], "POST /trade/v1/payment HTTP/1.1\r\nHost: mock\r\n"
                             "Content-Length: 100\r\n\r\ntxamt=");
    }

    assert_pays(stage, mock, "passes", "0000");
    for (size_t i = 0; i < COUNT_OF(halves); i++)
        close(halves[i]);
    assert_alive(mock);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_body_of_64_kib_is_read),
        STAGE_TEST(a_body_of_one_byte_more_is_413),
        STAGE_TEST(an_announced_gigabyte_is_refused_before_it_comes),
        STAGE_TEST(an_endless_body_is_cut),
        STAGE_TEST(garbage_does_not_disturb_the_next_request),
        STAGE_TEST(a_head_of_8_kib_is_read),
        STAGE_TEST(a_call_is_carried_out_only_with_room_for_its_answer),
        STAGE_TEST(a_huge_head_is_refused),
        STAGE_TEST(a_head_without_end_is_refused),
        STAGE_TEST(a_diagnosis_reaches_the_client_whatever_the_headers_hold),
        STAGE_TEST(a_rule_writes_the_headers_of_an_answer),
        STAGE_TEST(a_rule_resets_the_connection_of_a_call),
        STAGE_TEST(a_rule_matches_headers_in_any_case),
        STAGE_TEST(requests_in_one_packet_are_answered_in_their_order),
        STAGE_TEST(requests_in_one_packet_are_all_kept_by_a_durable_file),
        STAGE_TEST(a_request_byte_by_byte_is_a_request),
        STAGE_TEST(a_connection_is_kept_for_the_next_request),
        STAGE_TEST(clients_that_hang_up_leave_no_trace),
        STAGE_TEST(a_poller_that_hangs_up_is_forgotten),
        STAGE_TEST(half_a_request_does_not_hold_the_others_up),
    };

    return cmocka_run_group_tests_name("server_input", tests, NULL, NULL);
}
