/*
 * The transport over real sockets: the bytes that leave, the bytes that come back, and that nothing
 * is ever sent twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"
#include "qfpay/client.h"

struct line {
    struct peer *peer;
    qfpay_client *client;
    struct qfpay_response response;
    struct qfpay_error err;
};

static int
connect_line(void **state)
{
    struct line *line = calloc(1, sizeof *line);
    struct qfpay_settings settings;

    if (!line)
        return -1;
    *state = line;
    line->peer = peer_new();
    qfpay_response_init(&line->response);
    qfpay_settings_init(&settings);
    settings.base_url = peer_url(line->peer);
    return qfpay_client_new(&settings, &line->client, NULL) == QFPAY_OK ? 0 : -1;
}

static int
hang_up(void **state)
{
    struct line *line = *state;

    qfpay_client_free(line->client);
    qfpay_response_clear(&line->response);
    peer_free(line->peer);
    free(line);
    return 0;
}

static enum qfpay_status
send_request(struct line *line, const struct qfpay_request *request)
{
    return qfpay_exchange(line->client, request, &line->response, &line->err);
}

static enum qfpay_status
post(struct line *line, bool repeatable)
{
    const struct qfpay_request request = {.method = "POST",
                                          .target = "/trade/v1/payment",
                                          .body = "a=1",
                                          .body_len = 3,
                                          .repeatable = repeatable};

    return send_request(line, &request);
}

static void
assert_begins(const char *text, const char *start)
{
    if (strncmp(text, start, strlen(start)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", text, start);
}

static void
a_request_leaves_byte_for_byte(void **state)
{
    struct line *line = *state;
    const struct qfpay_header headers[] = {{"X-QF-SIGN", "abc"}, {"X-Empty", ""}};
    const struct qfpay_request request = {.method = "POST",
                                          .target = "/a/../b?x=1&y=%20",
                                          .headers = headers,
                                          .header_count = 2,
                                          .body = "a b\xe6\xb5\x8b&c=+",
                                          .body_len = 11};
    char expected[512];

    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(send_request(line, &request), QFPAY_OK);
    (void)snprintf(expected, sizeof expected,
                   "POST /a/../b?x=1&y=%%20 HTTP/1.1\r\nHost: %s\r\nUser-Agent: qfpay/%s\r\n"
                   "X-QF-SIGN: abc\r\nX-Empty:\r\nContent-Length: 11\r\n\r\na b\xe6\xb5\x8b&c=+",
                   peer_url(line->peer) + strlen("http://"), qfpay_client_version());
    peer_stop(line->peer);
    assert_string_equal(peer_request(line->peer, 0), expected);
}

static void
a_target_that_is_no_url_leaves_as_it_is(void **state)
{
    struct line *line = *state;
    const struct qfpay_request request = {.target = "/q?name=\xe6\xb5\x8b#part"};

    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(send_request(line, &request), QFPAY_OK);
    peer_stop(line->peer);
    assert_begins(peer_request(line->peer, 0), "GET /q?name=\xe6\xb5\x8b#part HTTP/1.1\r\n");
}

static void
no_body_means_no_content_length(void **state)
{
    struct line *line = *state;
    const struct qfpay_request request = {.method = "POST", .target = "/"};

    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(send_request(line, &request), QFPAY_OK);
    peer_stop(line->peer);
    assert_null(strstr(peer_request(line->peer, 0), "Content-Length"));
    assert_null(strstr(peer_request(line->peer, 0), "Content-Type"));
}

static void
nothing_of_one_request_stays_for_the_next(void **state)
{
    struct line *line = *state;
    const struct qfpay_header header = {"X-Once", "1"};
    const struct qfpay_request first = {.method = "PUT",
                                        .target = "/",
                                        .headers = &header,
                                        .header_count = 1,
                                        .body = "x",
                                        .body_len = 1};
    const struct qfpay_request second = {.target = "/plain"};

    peer_answers(line->peer, "{}");
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(send_request(line, &first), QFPAY_OK);
    assert_int_equal(send_request(line, &second), QFPAY_OK);
    peer_stop(line->peer);
    assert_begins(peer_request(line->peer, 1), "GET /plain HTTP/1.1\r\n");
    assert_null(strstr(peer_request(line->peer, 1), "X-Once"));
    assert_null(strstr(peer_request(line->peer, 1), "Content-Length"));
}

static void
status_headers_and_raw_bytes_come_back(void **state)
{
    struct line *line = *state;
    static const char bytes[] =
        "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
        "HTTP/1.1 418 Teapot\r\nX-QF-SIGN:  AB \r\nContent-Length: 5\r\n\r\n"
        "a\0b\r\n";

    peer_sends(line->peer, bytes, sizeof bytes - 1, true);
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_OK);
    assert_int_equal(line->response.http_status, 418);
    assert_string_equal(qfpay_response_header(&line->response, "x-qf-sign"), "AB");
    assert_null(qfpay_response_header(&line->response, "X-Early"));
    assert_int_equal(line->response.body_len, 5);
    assert_memory_equal(line->response.body, "a\0b\r\n", 5);
}

static void
a_connection_is_kept(void **state)
{
    struct line *line = *state;

    peer_answers(line->peer, "{}");
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_OK);
    assert_int_equal(post(line, false), QFPAY_OK);
    peer_stop(line->peer);
    assert_int_equal(peer_connection_count(line->peer), 1);
}

/* libcurl by itself would send the second request again on a new connection: a second order. */
static void
a_request_whose_answer_is_lost_is_sent_once(void **state)
{
    struct line *line = *state;

    peer_answers(line->peer, "{}");
    peer_drops(line->peer);
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_OK);
    assert_int_equal(post(line, false), QFPAY_E_TRANSPORT);
    assert_true(line->response.sent);
    peer_stop(line->peer);
    assert_int_equal(peer_request_count(line->peer), 2);
}

static void
a_repeatable_request_survives_a_dead_connection(void **state)
{
    struct line *line = *state;

    peer_answers(line->peer, "{}");
    peer_drops(line->peer);
    peer_answers(line->peer, "{\"respcd\": \"0000\"}");
    peer_run(line->peer);

    assert_int_equal(post(line, true), QFPAY_OK);
    assert_int_equal(post(line, true), QFPAY_OK);
    assert_string_equal(line->response.body, "{\"respcd\": \"0000\"}");
}

static void
a_redirect_is_not_followed(void **state)
{
    struct line *line = *state;
    char bytes[256];

    (void)snprintf(bytes, sizeof bytes,
                   "HTTP/1.1 307 Elsewhere\r\nLocation: %s/other\r\nContent-Length: 0\r\n\r\n",
                   peer_url(line->peer));
    peer_sends(line->peer, bytes, strlen(bytes), true);
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(post(line, true), QFPAY_OK);
    assert_int_equal(line->response.http_status, 307);
    peer_stop(line->peer);
    assert_int_equal(peer_request_count(line->peer), 1);
}

static void
a_truncated_body_is_no_response(void **state)
{
    struct line *line = *state;
    static const char bytes[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"respcd\"";

    peer_sends(line->peer, bytes, sizeof bytes - 1, false);
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_E_TRANSPORT);
    assert_null(line->response.body);
    assert_true(line->response.sent);
}

static void
an_endless_body_is_cut_off(void **state)
{
    struct line *line = *state;
    size_t size = QFPAY_RESPONSE_MAX + 1000;
    char *bytes = malloc(size);

    assert_non_null(bytes);
    memset(bytes, ' ', size);
    memcpy(bytes, "HTTP/1.1 200 OK\r\n\r\n", 19);
    peer_sends(line->peer, bytes, size, false);
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_E_LIMIT);
    peer_stop(line->peer);
    free(bytes);
}

static void
silence_ends_at_the_time_limit(void **state)
{
    struct line *line = *state;
    const struct qfpay_request request = {.target = "/", .timeout_ms = 50};

    peer_hangs(line->peer);
    peer_run(line->peer);

    assert_int_equal(send_request(line, &request), QFPAY_E_TIMEOUT);
    assert_true(line->response.sent);
}

/* A port that is bound and does not listen refuses every connection. */
static void
a_request_that_never_left_is_known_as_such(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct qfpay_settings settings;
    struct qfpay_response response;
    qfpay_client *client = NULL;
    char url[64];

    (void)state;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
    qfpay_settings_init(&settings);
    settings.base_url = url;
    qfpay_response_init(&response);
    assert_int_equal(qfpay_client_new(&settings, &client, NULL), QFPAY_OK);

    assert_int_equal(
        qfpay_exchange(client, &(struct qfpay_request){.target = "/"}, &response, NULL),
        QFPAY_E_TRANSPORT);
    assert_false(response.sent);
    qfpay_client_free(client);
    (void)close(fd);
}

static void
a_base_url_may_have_a_prefix_and_a_slash_at_its_end(void **state)
{
    struct line *line = *state;
    struct qfpay_settings settings;
    char url[128];

    (void)snprintf(url, sizeof url, "%s/gateway/", peer_url(line->peer));
    qfpay_settings_init(&settings);
    settings.base_url = url;
    qfpay_client_free(line->client);
    line->client = NULL;
    assert_int_equal(qfpay_client_new(&settings, &line->client, NULL), QFPAY_OK);
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_OK);
    peer_stop(line->peer);
    assert_begins(peer_request(line->peer, 0), "POST /gateway/trade/v1/payment HTTP/1.1");
}

static void
a_host_can_be_given_an_address(void **state)
{
    struct line *line = *state;
    struct qfpay_settings settings;
    const char *port = strrchr(peer_url(line->peer), ':');
    char url[64];
    char entry[64];
    const char *const resolve[] = {entry, NULL};

    (void)snprintf(url, sizeof url, "http://shop.invalid%s", port);
    (void)snprintf(entry, sizeof entry, "shop.invalid%s:127.0.0.1", port);
    qfpay_settings_init(&settings);
    settings.base_url = url;
    settings.resolve = resolve;
    qfpay_client_free(line->client);
    line->client = NULL;
    assert_int_equal(qfpay_client_new(&settings, &line->client, NULL), QFPAY_OK);
    peer_answers(line->peer, "{}");
    peer_run(line->peer);

    assert_int_equal(post(line, false), QFPAY_OK);
    peer_stop(line->peer);
    assert_non_null(strstr(peer_request(line->peer, 0), "Host: shop.invalid:"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, connect_line, hang_up)
        TEST(a_request_leaves_byte_for_byte),
        TEST(a_target_that_is_no_url_leaves_as_it_is),
        TEST(no_body_means_no_content_length),
        TEST(nothing_of_one_request_stays_for_the_next),
        TEST(status_headers_and_raw_bytes_come_back),
        TEST(a_connection_is_kept),
        TEST(a_request_whose_answer_is_lost_is_sent_once),
        TEST(a_repeatable_request_survives_a_dead_connection),
        TEST(a_redirect_is_not_followed),
        TEST(a_truncated_body_is_no_response),
        TEST(an_endless_body_is_cut_off),
        TEST(silence_ends_at_the_time_limit),
        TEST(a_request_that_never_left_is_known_as_such),
        TEST(a_base_url_may_have_a_prefix_and_a_slash_at_its_end),
        TEST(a_host_can_be_given_an_address),
    };

    /* The environment of whoever runs the tests must not route them anywhere else. */
    (void)unsetenv("http_proxy");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
