/* See stage.h. */
#include "stage.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

#include "qfpay/form.h"

enum { FLAGS_MAX = 32 };

int
stage_open(void **state)
{
    const char *temporary = getenv("TMPDIR");
    struct stage *stage = calloc(1, sizeof *stage);

    signal(SIGPIPE, SIG_IGN);
    assert_non_null(stage);
    *state = stage;
    stage->app_code = DIRECT_APP;
    stage->client_key = DIRECT_KEY;
    snprintf(stage->folder, sizeof stage->folder, "%.40s/qfpay-mock-XXXXXX",
             temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(stage->folder));
    assert_int_equal(qfpay_signer_new(&stage->signer, NULL), QFPAY_OK);
    return 0;
}

int
stage_close(void **state)
{
    static const char *const files[] = {"port", "db", "db-wal", "db-shm", "db-lock", "config"};
    struct stage *stage = *state;
    bool is_clean = true;

    for (size_t i = 0; i < MOCKS_MAX; i++) {
        if (stage->mocks[i].process.pid > 0)
            is_clean = mock_end(&stage->mocks[i], SIGTERM) == 0 && is_clean;
    }
    for (size_t i = 0; i < COUNT_OF(files); i++)
        unlink(stage_path(stage, files[i]));
    rmdir(stage->folder);
    qfpay_signer_free(stage->signer);
    free(stage);
    return is_clean ? 0 : -1;
}

const char *
stage_path(struct stage *stage, const char *name)
{
    snprintf(stage->text, sizeof stage->text, "%s/%s", stage->folder, name);
    return stage->text;
}

static int
take_flags(char **flags, int count, va_list args)
{
    char *flag;

    while ((flag = va_arg(args, char *))) {
        assert_true(count < FLAGS_MAX - 1);
        flags[count++] = flag;
    }
    flags[count] = NULL;
    return count;
}

/* Where a line of shell is given it comes first, and starts the words behind it. */
static struct mock *
start(struct stage *stage, char *line, va_list args)
{
    char *words[FLAGS_MAX] = {"/bin/sh", "-c", line, QFPAY_MOCK, "--port", "0", "--log", "off"};
    char **flags = words + (line ? 0 : 3);
    struct mock *mock = stage->mocks;
    const char *colon;

    while (mock->process.pid != 0)
        mock++;
    assert_true(mock < stage->mocks + MOCKS_MAX);
    take_flags(words, 8, args);
    process_start(&mock->process, flags, STDERR_FILENO);
    process_read_line(&mock->process, mock->first_line, sizeof mock->first_line);
    colon = strrchr(mock->first_line, ':');
    assert_non_null(colon);
    mock->port = (int)strtol(colon + 1, NULL, 10);
    assert_in_range(mock->port, 1, 65535);
    return mock;
}

struct mock *
mock_start(struct stage *stage, ...)
{
    struct mock *mock;
    va_list args;

    va_start(args, stage);
    mock = start(stage, NULL, args);
    va_end(args);
    return mock;
}

struct mock *
mock_start_narrow(struct stage *stage, const char *limits, ...)
{
    struct mock *mock;
    char line[64];
    va_list args;

    snprintf(line, sizeof line, "ulimit %s; exec \"$0\" \"$@\"", limits);
    va_start(args, limits);
    mock = start(stage, line, args);
    va_end(args);
    return mock;
}

struct mock *
mock_start_limited(struct stage *stage, size_t file_size, ...)
{
    struct rlimit usual, limited;
    struct mock *mock;
    va_list args;

    /* The mock inherits both; this process writes nothing meanwhile. */
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    limited = (struct rlimit){file_size, usual.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limited), 0);
    va_start(args, file_size);
    mock = start(stage, NULL, args);
    va_end(args);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
    return mock;
}

int
mock_end(struct mock *mock, int signal_number)
{
    return process_end(&mock->process, signal_number);
}

int
mock_run(struct output *output, ...)
{
    char *flags[FLAGS_MAX] = {QFPAY_MOCK};
    struct process process;
    FILE *err = tmpfile();
    va_list args;
    int status;

    assert_non_null(err);
    va_start(args, output);
    take_flags(flags, 1, args);
    va_end(args);
    process_start(&process, flags, fileno(err));
    process_read(&process, output->out, sizeof output->out);
    status = process_end(&process, 0);
    rewind(err);
    output->err[fread(output->err, 1, sizeof output->err - 1, err)] = '\0';
    fclose(err);
    return status;
}

int
mock_connect(const struct mock *mock)
{
    return connect_to(mock->port);
}

void
send_bytes(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t sent = write(fd, at, len);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return; /* the server has closed: what it says is in the answer */
        at += sent;
        len -= (size_t)sent;
    }
}

void
send_text(int fd, const char *text)
{
    send_bytes(fd, text, strlen(text));
}

/* The value of a header, or NULL. */
static const char *
header(const struct wire_reply *reply, const char *name)
{
    size_t len = strlen(name);

    for (const char *line = strstr(reply->head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':')
            return line + len + 1 + strspn(line + len + 1, " ");
    }
    return NULL;
}

static bool
read_head(int fd, struct wire_reply *reply)
{
    size_t len = 0;

    while (len < 4 || memcmp(reply->head + len - 4, "\r\n\r\n", 4) != 0) {
        assert_true(len < sizeof reply->head - 1);
        await(fd);
        if (read(fd, reply->head + len, 1) != 1)
            return false;
        len++;
    }
    reply->head[len] = '\0';
    assert_memory_equal(reply->head, "HTTP/1.1 ", 9);
    reply->status = (int)strtol(reply->head + 9, NULL, 10);
    return true;
}

bool
read_reply(int fd, struct wire_reply *reply)
{
    const char *length;
    size_t announced;

    reply_free(reply);
    if (!read_head(fd, reply))
        return false;
    length = header(reply, "Content-Length");
    announced = length ? strtoul(length, NULL, 10) : 0;
    assert_true(announced < REPLY_MAX);
    reply->body = calloc(1, announced + 1);
    assert_non_null(reply->body);
    while (reply->body_len < announced) {
        ssize_t got;

        await(fd);
        got = read(fd, reply->body + reply->body_len, announced - reply->body_len);
        assert_true(got > 0);
        reply->body_len += (size_t)got;
    }
    return true;
}

void
reply_free(struct wire_reply *reply)
{
    free(reply->body);
    memset(reply, 0, sizeof *reply);
}

void
assert_closed(int fd)
{
    char byte;

    await(fd);
    assert_true(read(fd, &byte, 1) <= 0);
}

struct wire_reply
ask_mock(const struct mock *mock, const char *request)
{
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    send_text(fd, request);
    assert_true(read_reply(fd, &reply));
    close(fd);
    return reply;
}

int
control_call(const struct mock *mock, const char *method, const char *path, const char *body,
             char **answer)
{
    char request[2048];
    struct wire_reply reply;
    int status;

    assert_true(snprintf(request, sizeof request,
                         "%s /__sandbox/%s HTTP/1.1\r\nHost: mock\r\nContent-Length: %zu\r\n\r\n%s",
                         method, path, body ? strlen(body) : 0,
                         body ? body : "") < (int)sizeof request);
    reply = ask_mock(mock, request);
    status = reply.status;
    if (answer) {
        *answer = reply.body;
        reply.body = NULL;
    }
    reply_free(&reply);
    return status;
}

/* A signed call of these parameters, whole. */
static void
write_call(struct stage *stage, const char *path, const struct qfpay_param *params, size_t count,
           char *text, size_t text_size)
{
    char sign[QFPAY_SIGN_HEX_SIZE];
    size_t body_len;
    int head_len;

    assert_int_equal(
        qfpay_sign(stage->signer, params, count, stage->client_key, QFPAY_DIGEST_MD5, sign, NULL),
        QFPAY_OK);
    assert_int_equal(qfpay_form_encode(params, count, NULL, 0, &body_len), QFPAY_E_SPACE);
    head_len = snprintf(text, text_size,
                        "POST %s HTTP/1.1\r\nHost: mock\r\nX-QF-APPCODE: %s\r\nX-QF-SIGN: %s\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        path, stage->app_code, sign, body_len);
    assert_true(head_len > 0 && (size_t)head_len + body_len < text_size);
    assert_int_equal(
        qfpay_form_encode(params, count, text + head_len, text_size - (size_t)head_len, NULL),
        QFPAY_OK);
}

const char *
call_request(struct stage *stage, const char *path, const struct qfpay_param *params, size_t count)
{
    write_call(stage, path, params, count, stage->text, sizeof stage->text);
    return stage->text;
}

const char *
payment_request(struct stage *stage, const char *out_trade_no)
{
    const struct qfpay_param params[] = {
        qfpay_param_of("txamt", "300"),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("out_trade_no", out_trade_no),
        qfpay_param_of("txdtm", "2026-03-10 12:00:00"),
    };

    return call_request(stage, "/trade/v1/payment", params, COUNT_OF(params));
}

const char *
query_request(struct stage *stage, const char *out_trade_nos, char *text, size_t text_size)
{
    const struct qfpay_param params[] = {
        qfpay_param_of("out_trade_no", out_trade_nos),
        qfpay_param_of("page_size", "100"),
    };

    write_call(stage, "/trade/v1/query", params, COUNT_OF(params), text, text_size);
    return text;
}

bool
says(const char *body, const char *key, const char *value)
{
    char member[256];

    snprintf(member, sizeof member, "\"%s\": \"%s\"", key, value);
    return body && strstr(body, member);
}

void
take_member(const char *body, const char *key, char *value, size_t value_size)
{
    char name[64];
    const char *at;
    size_t len;

    snprintf(name, sizeof name, "\"%s\": \"", key);
    at = strstr(body, name);
    assert_non_null(at);
    at += strlen(name);
    len = strcspn(at, "\"");
    assert_true(len < value_size);
    memcpy(value, at, len);
    value[len] = '\0';
}

void
assert_pays(struct stage *stage, const struct mock *mock, const char *out_trade_no,
            const char *respcd)
{
    struct wire_reply reply = ask_mock(mock, payment_request(stage, out_trade_no));

    assert_int_equal(reply.status, 200);
    if (!says(reply.body, "respcd", respcd))
        fail_msg("not %s: %s", respcd, reply.body);
    reply_free(&reply);
}

void
assert_alive(const struct mock *mock)
{
    assert_int_equal(control_call(mock, "GET", "health", NULL, NULL), 200);
}
