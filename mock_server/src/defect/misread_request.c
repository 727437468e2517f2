/* Requests that are read otherwise than they were sent: their bytes, their headers, their
 * parameters. */
#include "defect/mutant.h"

#include <string.h>
#include <strings.h>

#include "server/request.h"
#include "server/server.h"

/* A + in a form stays one. */
static void
keep_plus(struct request *req)
{
    char *body = arena_alloc(req->arena, 3 * req->body_len + 1);
    char *to = body;

    if (!body)
        return;
    for (size_t i = 0; i < req->body_len; i++) {
        memcpy(to, req->body[i] == '+' ? "%2B" : &req->body[i], req->body[i] == '+' ? 3 : 1);
        to += req->body[i] == '+' ? 3 : 1;
    }
    *to = '\0';
    req->body_len = (size_t)(to - body);
    req->body = body;
}

static void
ignore_url(struct request *req)
{
    if (strcmp(req->method, "POST") == 0)
        req->query = "";
}

/* Of a parameter that is sent twice one counts. */
static void
drop_twins(struct request *req, bool is_last_right)
{
    const struct qfpay_param *twin;

    while ((twin = qfpay_param_duplicate(req->params, req->param_count))) {
        size_t first = (size_t)(twin - req->params);
        size_t second = first + 1;

        while (strcmp(req->params[second].name, twin->name) != 0)
            second++;
        if (is_last_right)
            req->params[first] = req->params[second];
        req->params[second] = req->params[--req->param_count];
    }
}

static void
take_last(struct request *req)
{
    drop_twins(req, true);
}

static void
take_first(struct request *req)
{
    drop_twins(req, false);
}

static struct qfpay_param *
find(struct request *req, const char *name)
{
    const struct qfpay_param *found = qfpay_param_find(req->params, req->param_count, name);

    return found ? &req->params[found - req->params] : NULL;
}

static void
put_value(struct qfpay_param *param, const char *value)
{
    param->value = value ? value : param->value;
    param->value_len = strlen(param->value);
}

/* A + that became a space in front of a zone is put back. */
static void
guess_plus(struct request *req)
{
    struct qfpay_param *txzone = find(req, "txzone");

    if (txzone && txzone->value[0] == ' ')
        put_value(txzone, arena_printf(req->arena, "+%s", txzone->value + 1));
}

static void
take_app_code(struct request *req)
{
    const char *app_code = request_value(req, "app_code");

    if (req->merchant || app_code[0] == '\0')
        return;
    req->headers.app_code = app_code;
    req->merchant = registry_find(&req->server->merchants, app_code);
}

static void
ignore_sign_type(struct request *req)
{
    req->headers.sign_type = NULL;
}

static void
guess_sign_type(struct request *req)
{
    bool is_long = req->headers.sign && strlen(req->headers.sign) == 64;

    if (!req->headers.sign_type && is_long)
        req->headers.sign_type = "SHA256";
}

static void
trim_mchid(struct request *req)
{
    struct qfpay_param *mchid = find(req, "mchid");

    if (mchid)
        put_value(mchid, arena_copy(req->arena, mchid->value, strcspn(mchid->value, " ")));
}

/* An unknown one is that of the first account. */
static void
take_any_mchid(struct request *req)
{
    struct qfpay_param *mchid = find(req, "mchid");

    if (mchid && mchid->value_len != 0 && mchid->value_len <= MCHID_MAX &&
        !merchant_account(req->merchant, mchid->value))
        put_value(mchid, req->merchant->accounts[0].mchid);
}

static const struct wire_row rows[] = {
    {"plus", "kept", QFPAY_REQ_HTTP_04, {.receive = keep_plus}, "A + in a form stays a +."},
    {"plus",
     "guessed",
     QFPAY_REQ_HTTP_08,
     {.arrive = guess_plus},
     "A txzone that begins with a space is read as if it began with a +."},
    {"url",
     "ignored",
     QFPAY_REQ_HTTP_06,
     {.receive = ignore_url},
     "Parameters in the URL of a POST are not read."},
    {"twin",
     "last-wins",
     QFPAY_REQ_HTTP_09,
     {.arrive = take_last},
     "Of a parameter that is sent twice the last one counts."},
    {"twin",
     "first-wins",
     QFPAY_REQ_HTTP_09,
     {.arrive = take_first},
     "Of a parameter that is sent twice the first one counts."},
    {"app-code",
     "as-parameter",
     QFPAY_REQ_HDR_01,
     {.arrive = take_app_code},
     "The app code may be a parameter instead of the header."},
    {"sign-type",
     "ignored",
     QFPAY_REQ_HDR_03,
     {.arrive = ignore_sign_type},
     "X-QF-SIGNTYPE is not read: every signature is checked as MD5."},
    {"sign-type",
     "guessed",
     QFPAY_REQ_HDR_03,
     {.arrive = guess_sign_type},
     "SHA256 is accepted without X-QF-SIGNTYPE."},
    {"mchid",
     "trimmed",
     QFPAY_REQ_PAY_MCHID_05,
     {.read = trim_mchid},
     "Blanks behind a mchid are removed."},
    {"mchid",
     "any",
     QFPAY_REQ_PAY_MCHID_05,
     {.read = take_any_mchid},
     "An unknown mchid means the agent's first merchant."},
};

void
mutants_of_requests_on_the_wire(const struct rulebook *book, struct mutants *all)
{
    (void)book;
    mutants_add_wires(all, "request", rows, sizeof rows / sizeof rows[0]);
}
