/* Whether a request can be read at all: the conditions of arrival_checks.def. */
#include <string.h>
#include <strings.h>

#include "api/call.h"
#include "api/contents.h"
#include "qfpay/form.h"

CONDITION(is_served, qfpay_endpoint_find_path(call->req->path, &call->req->endpoint));

static bool
is_called_so(struct call *call)
{
    const struct request *req = call->req;

    return strcmp(req->method, "POST") == 0 ||
           (call->book->gets[req->endpoint] && strcmp(req->method, "GET") == 0);
}

CONDITION(is_small, !call->req->body_too_large);

static bool
is_plain(struct call *call)
{
    const char *encoding = call->req->headers.content_encoding;

    return !encoding || call->req->body_len == 0 || strcasecmp(encoding, "identity") == 0;
}

static bool
has_type(struct call *call)
{
    const char *type = call->req->headers.content_type;

    return call->req->body_len != 0 && type && type[0] != '\0';
}

static bool
is_form(struct call *call)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *type = call->req->headers.content_type;

    return type && strncasecmp(type, form, sizeof form - 1) == 0;
}

static const char *
charset_of(const struct call *call)
{
    const char *type = call->req->headers.content_type;
    const char *charset = type ? strchr(type, '=') : NULL;

    return !charset ? NULL : charset + 1 + (charset[1] == '"');
}

CONDITION(has_charset, call->req->body_len != 0 && charset_of(call));

static bool
is_utf8(struct call *call)
{
    const char *charset = charset_of(call);

    return charset && strncasecmp(charset, "utf-8", 5) == 0;
}

static bool
is_no_json(struct call *call)
{
    return call->req->body[0] != '{';
}

/* Append the parameters of one part; parsing is in place, so it works on a copy. */
static bool
read_part(struct call *call, const char *text, size_t len)
{
    struct request *req = call->req;
    char *copy = len == 0 ? NULL : arena_copy(req->arena, text, len);
    struct qfpay_error err = {.message = "out of memory"};

    if (len == 0 || (copy && qfpay_form_parse(copy, len, req->params, QFPAY_PARAM_MAX,
                                              &req->param_count, &err) == QFPAY_OK))
        return true;
    call->unreadable = arena_printf(req->arena, "%s", err.message);
    return false;
}

static bool
is_readable(struct call *call)
{
    const struct wire *wire = &call->book->wire;
    struct request *req = call->req;

    if (wire->receive)
        wire->receive(req);
    if (!read_part(call, req->query, strlen(req->query)))
        return false;
    req->query_count = req->param_count;
    if (!read_part(call, req->body, req->body_len))
        return false;
    if (wire->arrive)
        wire->arrive(req);
    return true;
}

CONDITION(is_once, !qfpay_param_duplicate(call->req->params, call->req->param_count));

#define MUST_BE_A_FORM "The body must be application/x-www-form-urlencoded in UTF-8 (a=1&b=2)"

const struct check arrival_checks[] = {
#include "api/arrival_checks.def"
    END_OF_CHECKS,
};
