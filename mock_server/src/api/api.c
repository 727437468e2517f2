/* The way of an API request, in the fixed order of refusals: path and method, size, content type
 * and encoding, form, headers and signature, mchid, rate, fields, then the endpoint's own rules. */
#include "api.h"

#include <string.h>
#include <strings.h>

#include "advice.h"
#include "answer_mistake.h"
#include "auth.h"
#include "clock.h"
#include "defect.h"
#include "disturb.h"
#include "log.h"
#include "number_mistake.h"
#include "qfpay/form.h"
#include "qfpay/situation.h"
#include "rate_limit.h"
#include "refuse.h"
#include "server.h"
#include "validate.h"

static struct reply (*const handlers[QFPAY_ENDPOINT_COUNT])(struct request *req) = {
    [QFPAY_ENDPOINT_PAYMENT] = payment_handle,   [QFPAY_ENDPOINT_QUERY] = query_handle,
    [QFPAY_ENDPOINT_REFUND] = refund_handle,     [QFPAY_ENDPOINT_REVERSAL] = reversal_handle,
    [QFPAY_ENDPOINT_CLOSE] = close_handle,       [QFPAY_ENDPOINT_ADD_NOTE] = note_handle,
    [QFPAY_ENDPOINT_AUTHTRADE] = capture_handle, [QFPAY_ENDPOINT_UNFREEZE] = unfreeze_handle,
};

/* Path and method. */
static bool
check_route(struct request *req, struct reply *reply)
{
    const struct qfpay_endpoint_row *row;
    bool get_allowed;

    if (!qfpay_endpoint_find_path(req->path, &req->endpoint) || handlers[req->endpoint] == NULL) {
        *reply = refuse_http(
            req, is_defect(DEFECT_UNKNOWN_PATH_AS_400) ? 400 : 404, QFPAY_REQ_HTTP_11,
            "%s is not a path of this server. It serves payment, query, refund, reversal, "
            "close, add_note, authtrade and unfreeze below /trade/v1/, and the "
            "control API below /__sandbox/.",
            request_printable(req, req->path, strlen(req->path), 80));
        return false;
    }
    row = qfpay_endpoint_row(req->endpoint);
    get_allowed = row->get && (row->get_documented || req->server->profile->undocumented_get) &&
                  !is_defect(DEFECT_QUERY_NOT_BY_GET);
    get_allowed = get_allowed || is_defect(DEFECT_GET_EVERYWHERE);
    if (strcmp(req->method, "POST") == 0 || (get_allowed && strcmp(req->method, "GET") == 0))
        return true;
    *reply = refuse_http(req, is_defect(DEFECT_WRONG_METHOD_AS_404) ? 404 : 405, QFPAY_REQ_HTTP_11,
                         "%s is called by %s, not by %s.", row->path,
                         get_allowed ? "POST or GET" : "POST",
                         request_printable(req, req->method, strlen(req->method), 20));
    reply->allow = get_allowed ? "GET, POST" : "POST";
    return false;
}

static bool
is_form_type(const char *content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *charset;

    if (is_defect(DEFECT_CONTENT_TYPE_UNCHECKED))
        return true;
    if (content_type == NULL || content_type[0] == '\0')
        return !is_defect(DEFECT_CONTENT_TYPE_NEEDED);
    if (strncasecmp(content_type, form, sizeof(form) - 1) != 0)
        return false;
    charset = strchr(content_type, '=');
    if (charset == NULL)
        return true;
    charset += 1 + (charset[1] == '"');
    return strncasecmp(charset, "utf-8", 5) == 0 && !is_defect(DEFECT_CHARSET_REFUSED);
}

/* Size, content type and encoding: whether the body can be read as a form at all. */
static bool
check_body(struct request *req, struct reply *reply)
{
    const char *type = req->headers.content_type;
    const char *encoding = req->headers.content_encoding;

    if (req->body_too_large) {
        *reply = refuse_http(req, 413, QFPAY_REQ_HTTP_11, "The body is larger than %d bytes.",
                             BODY_MAX);
        return false;
    }
    if (req->body_len == 0)
        return true;
    if (is_defect(DEFECT_RAW_BODY_REFUSED) && memchr(req->body, ' ', req->body_len) != NULL) {
        *reply = refuse(req, "1103", "", QFPAY_REQ_HTTP_07, "The body has raw spaces.");
        return false;
    }
    if (encoding != NULL && strcasecmp(encoding, "identity") != 0) {
        *reply = refuse(req, "1103", "", QFPAY_REQ_HTTP_04,
                        "Content-Encoding %s is not read: send the form as it is.",
                        request_printable(req, encoding, strlen(encoding), 20));
        return false;
    }
    if (is_form_type(type) && req->body[0] != '{')
        return true;
    *reply = refuse(
        req, "1103", "", QFPAY_REQ_HTTP_04,
        "The body must be application/x-www-form-urlencoded in UTF-8 (a=1&b=2)%s%s.%s",
        type == NULL || is_form_type(type) ? "" : "; Content-Type is ",
        type == NULL || is_form_type(type) ? "" : request_printable(req, type, strlen(type), 60),
        req->body[0] == '{' ? " JSON bodies are not read (PIT-06)." : "");
    return false;
}

/* Change one character for another in a text and everywhere in it. */
static void
exchange_bytes(char *text, size_t len, char from, char to)
{
    for (size_t i = 0; i < len; i++)
        text[i] = text[i] == from ? to : text[i];
}

/* A form in which a + is no space: it passes the decoder as a character that no form has. */
static enum qfpay_status
parse_keeping_plus(struct request *req, char *copy, size_t len, struct qfpay_error *err)
{
    enum qfpay_status status;

    exchange_bytes(copy, len, '+', '\x01');
    status = qfpay_form_parse(copy, len, req->params, QFPAY_PARAM_MAX, &req->param_count, err);
    exchange_bytes(copy, len, '\x01', '+');
    return status;
}

/* Append the parameters of one part; parsing is in place, so it works on a copy. */
static enum qfpay_status
parse_part(struct request *req, const char *text, size_t len, struct qfpay_error *err)
{
    char *copy = len == 0 ? NULL : arena_copy(req->arena, text, len);

    if (len == 0)
        return QFPAY_OK;
    if (copy == NULL)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory");
    if (is_defect(DEFECT_PLUS_KEPT))
        return parse_keeping_plus(req, copy, len, err);
    return qfpay_form_parse(copy, len, req->params, QFPAY_PARAM_MAX, &req->param_count, err);
}

/* A + that became a space in front of a zone is put back. */
static void
guess_plus(struct request *req)
{
    for (size_t i = 0; i < req->param_count; i++) {
        struct qfpay_param *param = &req->params[i];
        const char *guessed;

        if (strcmp(param->name, "txzone") != 0 || param->value[0] != ' ')
            continue;
        guessed = arena_printf(req->arena, "+%s", param->value + 1);
        param->value = guessed == NULL ? param->value : guessed;
    }
}

static bool
parse_params(struct request *req, struct reply *reply)
{
    struct qfpay_error err = {0};
    const struct qfpay_param *twice;
    bool reads_url = strcmp(req->method, "POST") != 0 || !is_defect(DEFECT_URL_IGNORED);
    bool ok = parse_part(req, req->query, reads_url ? strlen(req->query) : 0, &err) == QFPAY_OK;

    req->query_count = req->param_count;
    if (!ok || parse_part(req, req->body, req->body_len, &err) != QFPAY_OK) {
        *reply = refuse(req, "1103", "", QFPAY_REQ_HTTP_04, "The form cannot be read: %s.",
                        err.message);
        return false;
    }
    if (is_defect(DEFECT_PLUS_GUESSED))
        guess_plus(req);
    while ((twice = qfpay_param_duplicate(req->params, req->param_count)) != NULL &&
           is_defect(DEFECT_LAST_DUPLICATE_WINS))
        req->params[twice - req->params] = req->params[--req->param_count];
    if (twice == NULL)
        return true;
    *reply = refuse(req, "1103", "", QFPAY_REQ_HTTP_09,
                    "The parameter %s occurs twice; query and body are one set.",
                    request_printable(req, twice->name, twice->name_len, 40));
    return false;
}

static struct reply
decide(struct request *req)
{
    struct reply reply;

    if (!check_route(req, &reply) || !check_body(req, &reply) || !parse_params(req, &reply) ||
        (is_defect(DEFECT_SIGN_AFTER_FIELDS) && !validate_fields(req, &reply)) ||
        !auth_check(req, &reply) || !validate_mchid(req, &reply) ||
        !rate_limit_check(req, &reply) || !validate_fields(req, &reply))
        return reply;
    advise(req);
    situation_read(req);
    if (req->situation.disturbs)
        return disturb(req, handlers[req->endpoint]);
    return handlers[req->endpoint](req);
}

/* Responses carry MD5(body + key), whatever the request used (SIG-13, SIG-14). */
static void
sign_reply(struct request *req, struct reply *reply)
{
    unsigned form = req->situation.reshape;
    const char *key;

    if (!reply->is_api || req->merchant == NULL || answer_is_unsigned(req, reply) ||
        (form & RESHAPE_BIT(QFPAY_RESHAPE_UNSIGNED)) != 0)
        return;
    key = (form & RESHAPE_BIT(QFPAY_RESHAPE_WRONG_SIGNATURE)) != 0 ? "the key of a forger"
                                                                   : req->merchant->client_key;
    reply->is_signed = answer_mistake_sign(req, reply, key) ||
                       qfpay_sign_bytes(req->signer, reply->body, reply->body_len, key,
                                        QFPAY_DIGEST_MD5, reply->sign, NULL) == QFPAY_OK;
}

static void
write_journal(struct request *req, const struct reply *reply)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    bool is_refused = reply->requirement != QFPAY_REQ_NONE;
    const struct journal_entry entry = {
        .at = req->now,
        .came_ms = req->started_us / 1000,
        .took_us = clock_host_us() - req->started_us,
        .http_status = reply_status(reply),
        .method = req->method,
        .path = req->path,
        .query = req->query,
        .body = req->body_too_large ? "" : req->body,
        .app_code = req->headers.app_code,
        .sign_type = req->headers.sign_type,
        .content_type = req->headers.content_type,
        .respcd = reply->respcd,
        .requirement = is_refused ? broken->id : NULL,
        .evidence = is_refused ? qfpay_evidence_name(broken->evidence) : NULL,
        .diagnosis = reply->diagnosis,
        .advice = reply->advice,
        .trigger = req->trigger_note,
        .fault = reply->fault == FAULT_NONE ? NULL : answer_fault_name(reply->fault),
        .is_lost = req->situation.disturbs && req->situation.is_lost,
        .delay_ms = reply->delay_ms,
        .answer = reply->body,
    };
    struct merchant *merchant = req->merchant;

    /* A stranger's call is shown where somebody who mistyped the app code looks first. */
    if (merchant == NULL)
        merchant = registry_find(&req->server->merchants, req->server->direct_app_code);
    if (merchant == NULL)
        return;
    if (!journal_add(&merchant->journal, &entry, merchant->client_key))
        log_fault(req->server->settings, "keep a journal entry", "out of memory");
}

struct reply
api_handle(struct request *req)
{
    static const struct clock host_clock;
    struct reply reply;

    req->merchant = registry_find(&req->server->merchants, req->headers.app_code);
    req->now = clock_now(req->merchant == NULL ? &host_clock : &req->merchant->clock);
    reply = decide(req);
    reply.advice = req->advice;
    if (reply.requirement != QFPAY_REQ_NONE)
        number_mistake_after(req);
    if (is_defect(DEFECT_REFUSAL_AS_400) && reply.requirement != QFPAY_REQ_NONE &&
        reply.http_status == 200)
        reply.http_status = 400;
    sign_reply(req, &reply);
    write_journal(req, &reply);
    log_request(req->server->settings, req, &reply);
    return reply;
}
