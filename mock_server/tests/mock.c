/* See mock.h: plain sockets on the loopback address, one request on a connection. */
#include "mock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "qfpay/form.h"

#define APP_CODE   "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define CLIENT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"

enum { REQUEST_MAX = 4096, ANSWER_SECONDS = 30 };

static void
become_mock(int out)
{
    if (dup2(out, STDOUT_FILENO) == -1)
        _exit(127);
    execl(QFPAY_MOCK, "qfpay-mock", "--port", "0", "--threads", "2", "--log", "off", (char *)NULL);
    _exit(127);
}

/* The first line says where it listens. */
static int
read_port(int from)
{
    char line[256];
    size_t len = 0;
    const char *colon;

    while (len < sizeof(line) - 1 && read(from, line + len, 1) == 1 && line[len] != '\n')
        len++;
    line[len] = '\0';
    colon = strrchr(line, ':');
    assert_non_null(colon);
    return (int)strtol(colon + 1, NULL, 10);
}

int
mock_start(void **state)
{
    struct mock *mock = calloc(1, sizeof(*mock));
    int ends[2];

    assert_non_null(mock);
    assert_int_equal(qfpay_signer_new(&mock->signer, NULL), QFPAY_OK);
    assert_int_equal(pipe(ends), 0);
    mock->pid = (int)fork();
    assert_true(mock->pid >= 0);
    if (mock->pid == 0)
        become_mock(ends[1]);
    close(ends[1]);
    mock->port = read_port(ends[0]);
    close(ends[0]);
    *state = mock;
    return 0;
}

int
mock_stop(void **state)
{
    struct mock *mock = *state;
    int status = 0;

    assert_int_equal(kill(mock->pid, SIGTERM), 0);
    assert_int_equal(waitpid(mock->pid, &status, 0), mock->pid);
    assert_int_equal(status, 0);
    qfpay_signer_free(mock->signer);
    free(mock);
    return 0;
}

static int
connect_to(const struct mock *mock)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)mock->port)};
    struct timeval limit = {.tv_sec = ANSWER_SECONDS};
    int connection = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(connection >= 0);
    assert_int_equal(setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)), 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof(address)), 0);
    return connection;
}

static int
send_request(const struct mock *mock, const char *path, const char *headers, const char *body)
{
    char request[REQUEST_MAX];
    int len = snprintf(request, sizeof(request),
                       "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s"
                       "Content-Length: %zu\r\n\r\n%s",
                       path, headers, strlen(body), body);
    int connection = connect_to(mock);

    assert_in_range(len, 1, sizeof(request) - 1);
    assert_int_equal(send(connection, request, (size_t)len, MSG_NOSIGNAL), len);
    return connection;
}

int
mock_send(struct mock *mock, const char *path, const struct qfpay_param *params, size_t count)
{
    char sign[QFPAY_SIGN_HEX_SIZE];
    char headers[256];
    char body[REQUEST_MAX / 2];

    assert_int_equal(
        qfpay_sign(mock->signer, params, count, CLIENT_KEY, QFPAY_DIGEST_MD5, sign, NULL),
        QFPAY_OK);
    assert_int_equal(qfpay_form_encode(params, count, body, sizeof(body), NULL), QFPAY_OK);
    snprintf(headers, sizeof(headers),
             "Content-Type: application/x-www-form-urlencoded\r\nX-QF-APPCODE: " APP_CODE
             "\r\nX-QF-SIGN: %s\r\n",
             sign);
    return send_request(mock, path, headers, body);
}

int
mock_send_control(struct mock *mock, const char *path, const char *json)
{
    char whole[256];

    snprintf(whole, sizeof(whole), "/__sandbox/%s", path);
    return send_request(mock, whole, "Content-Type: application/json\r\n", json);
}

void
mock_answer(int connection, struct answered *answered)
{
    char text[sizeof(answered->body)];
    size_t len = 0;
    ssize_t got;
    const char *body;

    while (len < sizeof(text) - 1 &&
           (got = recv(connection, text + len, sizeof(text) - 1 - len, 0)) > 0)
        len += (size_t)got;
    close(connection);
    text[len] = '\0';
    body = strstr(text, "\r\n\r\n");
    assert_non_null(body);
    snprintf(answered->body, sizeof(answered->body), "%s", body + 4);
    mock_member(answered, "respcd", answered->respcd, sizeof(answered->respcd));
}

void
mock_member(const struct answered *answered, const char *key, char *value, size_t size)
{
    cJSON *json = cJSON_Parse(answered->body);
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, key));

    snprintf(value, size, "%s", text == NULL ? "" : text);
    cJSON_Delete(json);
}
