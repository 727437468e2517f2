/*
 * Signed calls: from parameters to a request, from a response to an answer. What is empty is
 * neither signed nor sent (SIG-07).
 *
 * The order is fixed: the signature is checked over the raw bytes before anything reads them, and
 * nothing is sent twice unless asking twice does no harm. What cannot be verified is read only to
 * see whether it is QFPay's own complaint about the key.
 */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "qfpay/form.h"

#define BACKOFF_FIRST_MS   1000
#define BACKOFF_LONGEST_MS 60000
#define RETRY_AFTER_MAX_S  3600
#define PATIENCE_MS        60000
#define REQUEST_HEADERS    4

struct qfpay_signed {
    struct qfpay_request request;
    struct qfpay_header headers[REQUEST_HEADERS];
    char *app_code;
    char *body;
    char sign[QFPAY_SIGN_HEX_SIZE];
};

static void
fill_request(qfpay_signed *prepared, enum qfpay_endpoint endpoint, enum qfpay_digest digest,
             size_t body_len)
{
    size_t count = 0;

    prepared->headers[count++] = (struct qfpay_header){
        "Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"};
    prepared->headers[count++] = (struct qfpay_header){"X-QF-APPCODE", prepared->app_code};
    prepared->headers[count++] = (struct qfpay_header){"X-QF-SIGN", prepared->sign};
    if (digest == QFPAY_DIGEST_SHA256)
        prepared->headers[count++] = (struct qfpay_header){"X-QF-SIGNTYPE",
                                                           qfpay_digest_name(digest)};
    prepared->request = (struct qfpay_request){
        .method = "POST",
        .target = qfpay_endpoint_row(endpoint)->path,
        .headers = prepared->headers,
        .header_count = count,
        .body = prepared->body,
        .body_len = body_len,
    };
}

enum qfpay_status
qfpay_signed_new(qfpay_client *client, enum qfpay_endpoint endpoint,
                 const struct qfpay_param *params, size_t count, qfpay_signed **out,
                 struct qfpay_error *err)
{
    size_t body_len = 0;
    struct qfpay_param filled[QFPAY_PARAM_MAX];
    qfpay_signed *prepared = calloc(1, sizeof *prepared);
    enum qfpay_status status = QFPAY_OK;

    if (!prepared)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while signing a request");
    status = qfpay_sign(client->signer, params, count, client->client_key, client->digest,
                        prepared->sign, err);
    if (status != QFPAY_OK)
        goto out;

    count = qfpay_param_filled(params, count, filled);
    if (qfpay_form_encode(filled, count, NULL, 0, &body_len) != QFPAY_E_SPACE) {
        status = qfpay_fail(err, QFPAY_E_ARG, "the parameters cannot be form-encoded");
        goto out;
    }
    prepared->app_code = strdup(client->app_code);
    prepared->body = malloc(body_len + 1);
    if (!prepared->app_code || !prepared->body) {
        status = qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while signing a request");
        goto out;
    }
    status = qfpay_form_encode(filled, count, prepared->body, body_len + 1, NULL);
    if (status != QFPAY_OK)
        goto out;
    fill_request(prepared, endpoint, client->digest, body_len);
    *out = prepared;
    prepared = NULL;
out:
    qfpay_signed_free(prepared);
    return status;
}

const struct qfpay_request *
qfpay_signed_request(const qfpay_signed *prepared)
{
    return &prepared->request;
}

void
qfpay_signed_free(qfpay_signed *prepared)
{
    if (!prepared)
        return;
    free(prepared->app_code);
    free(prepared->body);
    free(prepared);
}

/* Only a 200 is QFPay's own word; a proxy's 502 carries no signature and is not believed anyway. */
static enum qfpay_status
check_signature(const qfpay_client *client, const struct qfpay_response *response,
                struct qfpay_error *err)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;
    enum qfpay_status status = QFPAY_OK;

    if (client->verify_responses == QFPAY_VERIFY_OFF || response->http_status != 200)
        return QFPAY_OK;
    status = qfpay_signature_check(response->body, response->body_len,
                                   qfpay_response_header(response, "X-QF-SIGN"), client->client_key,
                                   &found, err);
    if (status != QFPAY_OK)
        return status;
    if (found == QFPAY_SIGNATURE_WRONG)
        return qfpay_fail(
            err, QFPAY_E_SIGNATURE,
            "the response's X-QF-SIGN is not the MD5 of its body and this client key: "
            "the answer is not believed; is the client key right?");
    if (found == QFPAY_SIGNATURE_ABSENT && client->verify_responses == QFPAY_VERIFY_STRICT)
        return qfpay_fail(err, QFPAY_E_SIGNATURE, "the response has no X-QF-SIGN");
    return QFPAY_OK;
}

/*
 * A request that was signed with a wrong key is refused with 1108, and the same wrong key cannot
 * verify that refusal. It is handed out nevertheless: a forged one could only deny.
 */
static enum qfpay_status
read_answer(const qfpay_client *client, const struct qfpay_asked *asked,
            struct qfpay_response *response, qfpay_answer **out, struct qfpay_error *err)
{
    struct qfpay_error wrong = {.status = QFPAY_OK};
    enum qfpay_status status = check_signature(client, response, &wrong);

    if (status == QFPAY_OK)
        return qfpay_answer_parse(asked, response, out, err);
    if (status == QFPAY_E_SIGNATURE)
        status = answer_parse_unproven(asked, response, out);
    if (status == QFPAY_E_MEMORY)
        return qfpay_fail(err, status, "out of memory while reading an answer");
    return status == QFPAY_OK ? status : qfpay_fail(err, status, "%s", wrong.message);
}

static const char *
value_of(const struct call *call, const char *name)
{
    const struct qfpay_param *param = qfpay_param_find(call->params, call->count, name);

    return param ? param->value : NULL;
}

enum qfpay_status
call_once(qfpay_client *client, struct call *call, qfpay_answer **out, struct qfpay_error *err)
{
    struct qfpay_asked asked = {.endpoint = call->endpoint,
                                .pay_type = value_of(call, "pay_type"),
                                .syssn = value_of(call, "syssn"),
                                .out_trade_no = value_of(call, "out_trade_no"),
                                .is_refund = call->is_refund};
    struct qfpay_response response;
    struct qfpay_request request;
    qfpay_signed *prepared = NULL;
    enum qfpay_status status = QFPAY_OK;

    qfpay_response_init(&response);
    call->sent = false;
    call->http_status = 0;
    status = qfpay_signed_new(client, call->endpoint, call->params, call->count, &prepared, err);
    if (!prepared)
        goto out;

    request = prepared->request;
    request.timeout_ms = call->timeout_ms;
    request.repeatable = call->repeatable;
    status = qfpay_exchange(client, &request, &response, err);
    call->sent = response.sent;
    call->http_status = response.http_status;
    if (status == QFPAY_OK)
        status = read_answer(client, &asked, &response, out, err);
out:
    qfpay_response_clear(&response);
    qfpay_signed_free(prepared);
    return status;
}

enum qfpay_status
qfpay_call(qfpay_client *client, enum qfpay_endpoint endpoint, const struct qfpay_param *params,
           size_t count, qfpay_answer **out, struct qfpay_error *err)
{
    struct call call = {.endpoint = endpoint, .params = params, .count = count};

    return call_once(client, &call, out, err);
}

/* Retry-After in ms: seconds, or a date; 0 when there is none that can be read. */
static int64_t
retry_after_ms(const qfpay_client *client, const qfpay_answer *answer)
{
    const char *text = qfpay_response_header(qfpay_answer_response(answer), "Retry-After");
    int64_t date = 0;
    int64_t now = 0;

    if (!text)
        return 0;
    if (text[0] >= '0' && text[0] <= '9') {
        long seconds = strtol(text, NULL, 10);

        return (int64_t)(seconds > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : seconds) * 1000;
    }
    now = client->clock.now(client->clock.self);
    if (!qfpay_http_date_parse(text, &date) || date <= now)
        return 0;
    return (date - now > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : date - now) * 1000;
}

int64_t
backoff_next(struct backoff *backoff, const qfpay_client *client, const qfpay_answer *answer)
{
    int64_t asked_ms = retry_after_ms(client, answer);

    backoff->pause_ms = backoff->pause_ms ? 2 * backoff->pause_ms : BACKOFF_FIRST_MS;
    if (backoff->pause_ms > BACKOFF_LONGEST_MS)
        backoff->pause_ms = BACKOFF_LONGEST_MS;
    return asked_ms > backoff->pause_ms ? asked_ms : backoff->pause_ms;
}

enum qfpay_status
call_patiently(qfpay_client *client, struct call *call, qfpay_answer **out, struct qfpay_error *err)
{
    struct backoff backoff = {0};
    int64_t patience_ms = PATIENCE_MS;

    for (;;) {
        qfpay_answer *answer = NULL;
        enum qfpay_status status = call_once(client, call, &answer, err);
        int64_t pause_ms = 0;

        if (status != QFPAY_OK)
            return status;
        if (call->http_status == 429)
            pause_ms = backoff_next(&backoff, client, answer);
        if (call->http_status != 429 || pause_ms > patience_ms) {
            *out = answer;
            return QFPAY_OK;
        }
        qfpay_answer_free(answer);
        client_pause(client, pause_ms);
        patience_ms -= pause_ms;
    }
}

bool
is_passing(enum qfpay_status status, const struct call *call)
{
    switch (status) {
    case QFPAY_E_TRANSPORT:
    case QFPAY_E_TIMEOUT:
    case QFPAY_E_PARSE:
    case QFPAY_E_LIMIT:
        return true;
    case QFPAY_E_HTTP:
        return call->http_status >= 500;
    case QFPAY_OK:
    case QFPAY_E_ARG:
    case QFPAY_E_MEMORY:
    case QFPAY_E_SPACE:
    case QFPAY_E_DUPLICATE:
    case QFPAY_E_CRYPTO:
    case QFPAY_E_SIGNATURE:
        break;
    }
    return false;
}
