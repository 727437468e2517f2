/*
 * The scripted QFPay and the clock that only moves when the client pauses.
 */
#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/form.h"
#include "qfpay/sign.h"

static void
sign_body(const char *body, char hex[QFPAY_SIGN_HEX_SIZE])
{
    qfpay_signer *signer = NULL;

    assert_int_equal(qfpay_signer_new(&signer, NULL), QFPAY_OK);
    assert_int_equal(
        qfpay_sign_bytes(signer, body, strlen(body), TILL_KEY, QFPAY_DIGEST_MD5, hex, NULL),
        QFPAY_OK);
    qfpay_signer_free(signer);
}

static void
add_header(struct qfpay_response *response, const char *name, const char *value)
{
    assert_int_equal(qfpay_response_add_header(response, name, strlen(name), value, strlen(value)),
                     QFPAY_OK);
}

static void
note_request(struct till *till, const struct qfpay_request *request)
{
    struct asked *asked = &till->asked[till->asked_count++];

    assert_true(till->asked_count <= TILL_REQUESTS_MAX);
    (void)snprintf(asked->target, sizeof asked->target, "%s", request->target);
    asked->repeatable = request->repeatable;
    asked->body = calloc(1, request->body_len + 1);
    assert_non_null(asked->body);
    if (request->body_len)
        memcpy(asked->body, request->body, request->body_len);
}

static enum qfpay_status
exchange(void *self, const struct qfpay_request *request, struct qfpay_response *response,
         struct qfpay_error *err)
{
    struct till *till = self;
    const struct reply *reply = &till->replies[till->replied++];
    char hex[QFPAY_SIGN_HEX_SIZE];

    note_request(till, request);
    if (till->replied > till->reply_count)
        fail_msg("QFPay was asked %s, for which the test has no answer", request->target);
    response->sent = reply->lost == QFPAY_OK || reply->sent;
    if (reply->lost != QFPAY_OK)
        return qfpay_fail(err, reply->lost, "the script has no answer here");
    response->http_status = reply->http_status;
    assert_int_equal(qfpay_response_add_body(response, reply->body, strlen(reply->body)), QFPAY_OK);
    if (!reply->sign)
        sign_body(reply->body, hex);
    if (!reply->sign || reply->sign[0] != '\0')
        add_header(response, "x-qf-sign", reply->sign ? reply->sign : hex);
    if (reply->header)
        add_header(response, reply->header, reply->value);
    return QFPAY_OK;
}

static int64_t
fake_now(void *self)
{
    return TILL_START + ((struct till *)self)->now_ms / 1000;
}

static int64_t
fake_monotonic_ms(void *self)
{
    return 5000 + ((struct till *)self)->now_ms;
}

static void
fake_pause(void *self, int64_t ms)
{
    struct till *till = self;

    assert_true(till->pause_count < TILL_REQUESTS_MAX);
    till->paused_ms[till->pause_count++] = ms;
    till->now_ms += ms;
}

void
till_settings(struct till *till, struct qfpay_settings *settings)
{
    /* Static, because the client copies the tables only when it is made. */
    static struct qfpay_transport transport;
    static struct qfpay_clock clock;

    transport = (struct qfpay_transport){.self = till, .exchange = exchange};
    clock = (struct qfpay_clock){
        .self = till, .now = fake_now, .monotonic_ms = fake_monotonic_ms, .pause = fake_pause};
    qfpay_settings_init(settings);
    settings->app_code = TILL_APP_CODE;
    settings->client_key = TILL_KEY;
    settings->transport = &transport;
    settings->clock = &clock;
}

void
till_reopen(struct till *till, const struct qfpay_settings *settings)
{
    qfpay_client_free(till->client);
    till->client = NULL;
    assert_int_equal(qfpay_client_new(settings, &till->client, NULL), QFPAY_OK);
}

int
till_open(void **state)
{
    struct qfpay_settings settings;
    struct till *till = calloc(1, sizeof *till);

    if (!till)
        return -1;
    till_settings(till, &settings);
    *state = till;
    return qfpay_client_new(&settings, &till->client, NULL) == QFPAY_OK ? 0 : -1;
}

int
till_close(void **state)
{
    struct till *till = *state;
    int left = (int)(till->reply_count - till->replied);

    qfpay_answer_free(till->answer);
    qfpay_client_free(till->client);
    for (size_t i = 0; i < till->reply_count; i++)
        free(till->replies[i].body);
    for (size_t i = 0; i < till->asked_count; i++)
        free(till->asked[i].body);
    free(till);
    return left;
}

struct reply *
qfpay_replies(struct till *till, int http_status, const char *body)
{
    struct reply *reply = &till->replies[till->reply_count++];

    assert_true(till->reply_count <= TILL_REPLIES_MAX);
    *reply = (struct reply){.http_status = http_status, .body = strdup(body)};
    assert_non_null(reply->body);
    return reply;
}

void
qfpay_answers(struct till *till, const char *body)
{
    (void)qfpay_replies(till, 200, body);
}

void
qfpay_is_too_busy(struct till *till, const char *retry_after)
{
    struct reply *reply = qfpay_replies(till, 429, "{}");

    reply->header = retry_after ? "Retry-After" : NULL;
    reply->value = retry_after;
}

void
qfpay_loses_the_answer(struct till *till)
{
    struct reply *reply = qfpay_replies(till, 0, "");

    reply->lost = QFPAY_E_TRANSPORT;
    reply->sent = true;
}

void
qfpay_is_out_of_reach(struct till *till)
{
    qfpay_replies(till, 0, "")->lost = QFPAY_E_TRANSPORT;
}

static char body[1024];

const char *
a_payment(const char *respcd)
{
    (void)snprintf(body, sizeof body,
                   "{\"respcd\": \"%s\", \"resperr\": \"text\", \"respmsg\": \"OK\", \"pay_type\": "
                   "\"800201\", \"out_trade_no\": \"order-1\", \"syssn\": "
                   "\"20200410000300020086358791\", \"txamt\": \"1000\", \"txcurrcd\": \"HKD\", "
                   "\"qrcode\": \"weixin://wxpay/bizpayurl?pr=4PsXP5N\"}",
                   respcd);
    return body;
}

const char *
a_record(const char *respcd)
{
    static char record[512];

    (void)snprintf(record, sizeof record,
                   "{\"respcd\": \"%s\", \"errmsg\": \"text\", \"order_type\": \"payment\", "
                   "\"pay_type\": \"800201\", \"out_trade_no\": \"order-1\", \"syssn\": "
                   "\"20200410000300020086358791\", \"txamt\": \"1000\", \"txcurrcd\": \"HKD\", "
                   "\"cancel\": \"0\"}",
                   respcd);
    return record;
}

const char *
a_query(const char *records)
{
    (void)snprintf(body, sizeof body,
                   "{\"respcd\": \"0000\", \"resperr\": \"success\", \"respmsg\": \"\", \"data\": "
                   "[%s], \"page\": 1, \"page_size\": 10}",
                   records);
    return body;
}

void
assert_outcome(const struct till *till, enum qfpay_outcome outcome)
{
    assert_non_null(till->answer);
    assert_string_equal(qfpay_outcome_name(qfpay_answer_outcome(till->answer)),
                        qfpay_outcome_name(outcome));
}

void
assert_respcd(const struct till *till, const char *respcd)
{
    assert_non_null(till->answer);
    assert_string_equal(qfpay_answer_respcd(till->answer), respcd);
}

void
assert_asked(const struct till *till, const char *calls)
{
    char asked[512] = "";
    size_t len = 0;

    for (size_t i = 0; i < till->asked_count; i++) {
        enum qfpay_endpoint endpoint = QFPAY_ENDPOINT_PAYMENT;

        assert_true(qfpay_endpoint_find_path(till->asked[i].target, &endpoint));
        len += (size_t)snprintf(asked + len, sizeof asked - len, "%s%s", i ? " " : "",
                                qfpay_endpoint_row(endpoint)->name);
        assert_true(len < sizeof asked);
    }
    assert_string_equal(asked, calls);
}

void
assert_paused(const struct till *till, ...)
{
    va_list pauses;
    size_t count = 0;
    int pause = 0;

    va_start(pauses, till);
    while ((pause = va_arg(pauses, int)) >= 0) {
        assert_true(count < till->pause_count);
        assert_int_equal(till->paused_ms[count++], pause);
    }
    va_end(pauses);
    assert_int_equal(till->pause_count, count);
}

const char *
asked_value(const struct till *till, size_t request, const char *name)
{
    static char text[4096];
    struct qfpay_param params[QFPAY_PARAM_MAX];
    const struct qfpay_param *param = NULL;
    size_t count = 0;

    assert_true(request < till->asked_count);
    (void)snprintf(text, sizeof text, "%s", till->asked[request].body);
    assert_int_equal(qfpay_form_parse(text, strlen(text), params, QFPAY_PARAM_MAX, &count, NULL),
                     QFPAY_OK);
    param = qfpay_param_find(params, count, name);
    return param ? param->value : NULL;
}
