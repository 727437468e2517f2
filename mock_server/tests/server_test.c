/* The process: how it starts, what it says, how it ends, and with which status. */
#include "stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t
lines_in(const char *text)
{
    size_t lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

/* It ended with this status, nothing on stdout, and one line on stderr that has this word. */
static void
assert_ended(int got, int status, const struct output *output, const char *word)
{
    assert_int_equal(got, status);
    assert_string_equal(output->out, "");
    assert_int_equal(lines_in(output->err), 1);
    assert_memory_equal(output->err, "qfpay-mock: ", 12);
    if (!strstr(output->err, word))
        fail_msg("\"%s\" is not in: %s", word, output->err);
}

static void
the_first_line_names_version_and_address(void **state)
{
    const struct mock *mock = mock_start(*state, NULL);
    char expected[256];

    snprintf(expected, sizeof expected, "qfpay-mock %s listening on http://127.0.0.1:%d",
             MOCK_VERSION, mock->port);

    assert_string_equal(mock->first_line, expected);
    assert_alive(mock);
}

static void
the_port_file_has_the_number_before_the_first_line_comes(void **state)
{
    struct stage *stage = *state;
    char path[128];
    char number[16] = "";
    const struct mock *mock;
    struct stat status;
    FILE *file;

    snprintf(path, sizeof path, "%s/port", stage->folder);
    mock = mock_start(stage, "--port-file", path, NULL);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(number, sizeof number, file));
    fclose(file);

    assert_int_equal(strtol(number, NULL, 10), mock->port);
    assert_int_equal(number[strlen(number) - 1], '\n');
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void
two_mocks_on_port_0_get_two_ports(void **state)
{
    struct stage *stage = *state;
    const struct mock *first = mock_start(stage, NULL);
    const struct mock *second = mock_start(stage, NULL);

    assert_int_not_equal(first->port, second->port);
    assert_pays(stage, first, "same", "0000");
    assert_pays(stage, second, "same", "0000");
}

static void
sigterm_ends_it_with_0(void **state)
{
    struct mock *mock = mock_start(*state, NULL);

    assert_int_equal(mock_end(mock, SIGTERM), 0);
}

static void
sigint_ends_it_with_0(void **state)
{
    struct mock *mock = mock_start(*state, NULL);

    assert_int_equal(mock_end(mock, SIGINT), 0);
}

static void
sigterm_ends_it_with_0_while_connections_are_kept(void **state)
{
    struct stage *stage = *state;
    struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply = {0};
    int idle = mock_connect(mock);
    int kept = mock_connect(mock);

    send_text(kept, payment_request(stage, "one"));
    assert_true(read_reply(kept, &reply));
    reply_free(&reply);

    assert_int_equal(mock_end(mock, SIGTERM), 0);
    assert_closed(kept);
    close(kept);
    close(idle);
}

/* The head of a payment with an announcement, so that the server says when it has read it. */
static void
send_head(int fd, const char *request)
{
    const char *body = strstr(request, "\r\n\r\n") + 2;
    struct wire_reply reply = {0};

    send_bytes(fd, request, (size_t)(body - request));
    send_text(fd, "Expect: 100-continue\r\n\r\n");
    assert_true(read_reply(fd, &reply));
    assert_int_equal(reply.status, 100);
    reply_free(&reply);
}

static void
a_request_under_way_is_answered_after_sigterm(void **state)
{
    struct stage *stage = *state;
    struct mock *mock = mock_start(stage, NULL);
    const char *request = payment_request(stage, "last");
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_head(fd, request);
    kill(mock->process.pid, SIGTERM);
    send_text(fd, strstr(request, "\r\n\r\n") + 4);

    assert_true(read_reply(fd, &reply));
    assert_true(says(reply.body, "respcd", "0000"));
    reply_free(&reply);
    close(fd);
    assert_int_equal(mock_end(mock, SIGTERM), 0);
}

static void
a_mock_that_stops_is_not_ready(void **state)
{
    struct stage *stage = *state;
    struct mock *mock = mock_start(stage, NULL);
    const char *request = payment_request(stage, "last");
    struct wire_reply reply = {0};
    int under_way = mock_connect(mock);
    int probe = mock_connect(mock);

    send_head(under_way, request);
    send_text(probe, "GET /readyz HTTP/1.1\r\nHost: mock\r\n\r\n");
    assert_true(read_reply(probe, &reply));
    assert_int_equal(reply.status, 200);
    kill(mock->process.pid, SIGTERM);
    while (reply.status == 200) { /* until the signal has been seen */
        send_text(probe, "GET /readyz HTTP/1.1\r\nHost: mock\r\n\r\n");
        assert_true(read_reply(probe, &reply));
    }

    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "stopping"));
    send_text(under_way, strstr(request, "\r\n\r\n") + 4);
    reply_free(&reply);
    close(under_way);
    close(probe);
    assert_int_equal(mock_end(mock, SIGTERM), 0);
}

static void
a_held_poll_is_answered_at_sigterm(void **state)
{
    struct mock *mock = mock_start(*state, NULL);
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_text(fd, "GET /__sandbox/requests?since=0&wait_ms=60000 HTTP/1.1\r\nHost: mock\r\n\r\n");
    assert_alive(mock); /* one thread, in order: the poll is held by now */
    kill(mock->process.pid, SIGTERM);

    assert_true(read_reply(fd, &reply));
    assert_int_equal(reply.status, 200);
    reply_free(&reply);
    close(fd);
    assert_int_equal(mock_end(mock, SIGTERM), 0);
}

static void
a_usage_error_is_2_and_one_line(void **state)
{
    struct output output;

    (void)state;
    assert_ended(mock_run(&output, "--nonsense", NULL), 2, &output, "--nonsense");
    assert_ended(mock_run(&output, "--port", NULL), 2, &output, "--port");
    assert_ended(mock_run(&output, "--port", "65536", NULL), 2, &output, "65536");
    assert_ended(mock_run(&output, "--profile", "real", NULL), 2, &output, "profile");
    assert_ended(mock_run(&output, "file", NULL), 2, &output, "file");
    assert_ended(mock_run(&output, "--config", "/nonexistent", NULL), 2, &output, "/nonexistent");
}

static void
a_port_that_is_taken_is_1_and_one_line(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, NULL);
    struct output output;
    char port[16];

    snprintf(port, sizeof port, "%d", mock->port);

    assert_ended(mock_run(&output, "--port", port, NULL), 1, &output, port);
    assert_alive(mock);
}

static void
a_database_that_cannot_be_made_is_1_and_one_line(void **state)
{
    struct output output;

    (void)state;
    assert_ended(mock_run(&output, "--port", "0", "--db", "/nonexistent/db", NULL), 1, &output,
                 "/nonexistent/db");
}

static void
a_database_in_use_is_1_and_one_line(void **state)
{
    struct stage *stage = *state;
    struct output output;
    char path[128];

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock_start(stage, "--db", path, NULL);

    assert_ended(mock_run(&output, "--port", "0", "--db", path, NULL), 1, &output,
                 "another process");
}

static void
a_port_file_that_cannot_be_written_is_1_and_one_line(void **state)
{
    struct output output;

    (void)state;
    assert_ended(mock_run(&output, "--port", "0", "--port-file", "/nonexistent/port", NULL), 1,
                 &output, "/nonexistent/port");
}

static void
a_host_that_does_not_resolve_is_1_and_one_line(void **state)
{
    struct output output;

    (void)state;
    assert_ended(
        mock_run(&output, "--port", "0", "--open-control", "--host", "256.256.256.256", NULL), 1,
        &output, "256.256.256.256");
}

static void
strangers_are_let_in_only_with_a_control_token(void **state)
{
    static char *const hosts[] = {"0.0.0.0", "::", "127.0.0.1.example.com"};
    struct output output;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        assert_ended(mock_run(&output, "--port", "0", "--host", hosts[i], NULL), 2, &output,
                     "--control-token");
}

static void
with_a_token_the_control_api_answers_its_bearer_only(void **state)
{
    struct stage *stage = *state;
    const struct mock *mock = mock_start(stage, "--host", "0.0.0.0", "--control-token", "letmein",
                                         NULL);
    struct wire_reply reply = ask_mock(mock, "GET /__sandbox/health HTTP/1.1\r\nHost: mock\r\n"
                                             "Authorization: Bearer letmein\r\n\r\n");

    assert_int_equal(reply.status, 200);
    reply_free(&reply);
    assert_int_equal(control_call(mock, "GET", "clock", NULL, NULL), 401);
    assert_pays(stage, mock, "open", "0000");
}

static void
the_token_is_not_said_when_it_is_refused(void **state)
{
    struct output output;
    char token[400];

    (void)state;
    memset(token, 's', sizeof token - 1);
    token[sizeof token - 1] = '\0';

    assert_int_equal(mock_run(&output, "--control-token", token, NULL), 2);
    assert_non_null(strstr(output.err, "--control-token takes at most"));
    assert_null(strstr(output.err, "sss"));
}

static void
version_and_help_go_to_stdout(void **state)
{
    struct output output;

    (void)state;
    assert_int_equal(mock_run(&output, "--version", NULL), 0);
    assert_string_equal(output.out, "qfpay-mock " MOCK_VERSION "\n");
    assert_int_equal(mock_run(&output, "--help", NULL), 0);
    assert_non_null(strstr(output.out, "--port-file"));
    assert_string_equal(output.err, "");
}

static void
check_config_says_whether_it_is_good_and_ends(void **state)
{
    struct stage *stage = *state;
    struct output output;
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/config", stage->folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"profile\": \"documented\"}", file);
    fclose(file);
    assert_int_equal(mock_run(&output, "--config", path, "--check-config", NULL), 0);

    file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\n\"profile\": \"real\"}", file);
    fclose(file);
    assert_ended(mock_run(&output, "--config", path, "--check-config", NULL), 2, &output, "line 2");
}

static void
a_durable_file_brings_orders_and_merchants_back(void **state)
{
    struct stage *stage = *state;
    struct mock *mock;
    char path[128];
    char *made;

    snprintf(path, sizeof path, "%s/db", stage->folder);
    mock = mock_start(stage, "--db", path, NULL);
    assert_pays(stage, mock, "kept", "0000");
    assert_int_equal(control_call(mock, "POST", "merchants",
                                  "{\"app_code\": \"C1B2C3D4E5F60718293A4B5C6D7E8F90\"}", &made),
                     201);
    free(made);
    assert_int_equal(mock_end(mock, SIGTERM), 0);
    mock = mock_start(stage, "--db", path, NULL);

    assert_pays(stage, mock, "kept", "1251");
    assert_int_equal(
        control_call(mock, "GET", "merchants/C1B2C3D4E5F60718293A4B5C6D7E8F90", NULL, NULL), 200);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(the_first_line_names_version_and_address),
        STAGE_TEST(the_port_file_has_the_number_before_the_first_line_comes),
        STAGE_TEST(two_mocks_on_port_0_get_two_ports),
        STAGE_TEST(sigterm_ends_it_with_0),
        STAGE_TEST(sigint_ends_it_with_0),
        STAGE_TEST(sigterm_ends_it_with_0_while_connections_are_kept),
        STAGE_TEST(a_request_under_way_is_answered_after_sigterm),
        STAGE_TEST(a_mock_that_stops_is_not_ready),
        STAGE_TEST(a_held_poll_is_answered_at_sigterm),
        cmocka_unit_test(a_usage_error_is_2_and_one_line),
        STAGE_TEST(a_port_that_is_taken_is_1_and_one_line),
        cmocka_unit_test(a_database_that_cannot_be_made_is_1_and_one_line),
        STAGE_TEST(a_database_in_use_is_1_and_one_line),
        cmocka_unit_test(a_port_file_that_cannot_be_written_is_1_and_one_line),
        cmocka_unit_test(a_host_that_does_not_resolve_is_1_and_one_line),
        cmocka_unit_test(strangers_are_let_in_only_with_a_control_token),
        STAGE_TEST(with_a_token_the_control_api_answers_its_bearer_only),
        cmocka_unit_test(the_token_is_not_said_when_it_is_refused),
        cmocka_unit_test(version_and_help_go_to_stdout),
        STAGE_TEST(check_config_says_whether_it_is_good_and_ends),
        STAGE_TEST(a_durable_file_brings_orders_and_merchants_back),
    };

    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
