/* The table of control calls, and the way to them: token, path, method, merchant, body. */
#include "control/control.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "api/refuse.h"
#include "base/clock.h"
#include "control/guard.h"
#include "qfpay/form.h"
#include "qfpay/near.h"
#include "qfpay/wire.h"
#include "server/request_log.h"
#include "server/server.h"
#include "server/settings.h"

static control_handler control_get_calls;

/* A path is words with at most one variable part, written as a star. */
static const struct route {
    const char *method;
    const char *path;
    const char
        *parameters; /* of the URL's query, comma separated; app_code is allowed everywhere */
    control_handler *handle;
    unsigned traits;
} routes[] = {
    {"GET", "", "", control_get_calls, CONTROL_PAGE | CONTROL_ANYONE},
    {"GET", "health", "", control_health, CONTROL_PROBE | CONTROL_ANYONE},
    {"GET", "metrics", "", control_metrics, CONTROL_ANYONE},
    {"POST", "reset", "", control_reset, CONTROL_ANYONE},
    {"GET", "clock", "", control_get_clock, 0},
    {"PUT", "clock", "", control_put_clock, 0},
    {"GET", "transactions", "out_trade_no,syssn,state,limit,before", control_get_transactions, 0},
    {"POST", "transactions/*/payer", "", control_post_payer, 0},
    {"GET", "requests", "limit,since,wait_ms", control_get_requests, 0},
    {"DELETE", "requests", "", control_delete_requests, 0},
    {"GET", "notifications", "limit,since,wait_ms,syssn", control_get_notifications, 0},
    {"POST", "notifications/*/send", "", control_post_send, 0},
    {"GET", "merchants", "", control_get_merchants, CONTROL_ANYONE},
    {"POST", "merchants", "", control_post_merchants, CONTROL_ANYONE},
    {"GET", "merchants/*", "", control_get_merchant, CONTROL_ANYONE},
    {"PUT", "merchants/*", "", control_put_merchant, CONTROL_ANYONE},
    {"DELETE", "merchants/*", "", control_delete_merchant, CONTROL_ANYONE},
    {"GET", "rules", "", control_get_rules, 0},
    {"POST", "rules", "", control_post_rules, 0},
    {"DELETE", "rules", "", control_delete_rules, 0},
    {"DELETE", "rules/*", "", control_delete_rule, 0},
    {"GET", "catalogue", "", control_catalogue, CONTROL_ANYONE},
};
enum { ROUTE_COUNT = sizeof routes / sizeof routes[0] };

struct reply
control_answer(struct request *req, unsigned http_status, struct tree *tree, const cJSON *root)
{
    struct reply reply = {.http_status = http_status};

    reply.body = node_print(tree, root, &reply.body_len);
    return reply.body ? reply : fault(req, "print an answer of the control API");
}

struct reply
control_fail(struct request *req, unsigned http_status, const char *format, ...)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprintf(req->arena, format, args);
    va_end(args);
    node_text(&tree, root, "error", text ? text : "");
    return control_answer(req, http_status, &tree, root);
}

struct reply
control_wait(struct request *req, bool (*is_over)(struct server *, const struct reply *),
             int64_t since, int64_t wait_ms)
{
    const char *app_code = req->merchant->app_code;
    const char *kept = arena_dup(req->arena, app_code);

    if (!kept)
        return fault(req, "wait for news");
    return (struct reply){.http_status = 0,
                          .wait_is_over = is_over,
                          .wait_app_code = kept,
                          .wait_since = since,
                          .wait_until_ms = req->started_us / 1000 + wait_ms};
}

const char *
control_unknown(struct request *req, const char *what, const char *word, const char *list)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    const char *error;

    qfpay_near_begin(&near, word ? word : "");
    qfpay_near_offer_list(&near, list);
    if (!word)
        error = arena_printf(req->arena, "%s must be %s", what, list);
    else if (near.count == 0)
        error = arena_printf(req->arena, "unknown %s '%s'; it must be %s", what, word, list);
    else
        error = arena_printf(req->arena, "unknown %s '%s'%s", what, word,
                             qfpay_near_hint(&near, hint, ""));
    return error ? error : "out of memory";
}

struct reply
control_done(void)
{
    return (struct reply){.http_status = 204, .body = ""};
}

bool
control_number(struct request *req, const char *name, int64_t low, int64_t high, int64_t otherwise,
               int64_t *number, struct reply *reply)
{
    const char *text = request_value(req, name);
    char *end;
    long long value;

    *number = otherwise;
    if (text[0] == '\0')
        return true;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno == 0 && *end == '\0' && strspn(text, "0123456789") == strlen(text) && value >= low &&
        value <= high) {
        *number = value;
        return true;
    }
    *reply = control_fail(req, 400, "%s must be a whole number from %lld to %lld", name,
                          (long long)low, (long long)high);
    return false;
}

bool
control_has_path(const char *path)
{
    size_t len = sizeof(CONTROL_PREFIX) - 1;

    return strncmp(path, CONTROL_PREFIX, len) == 0 ||
           (strlen(path) == len - 1 && memcmp(path, CONTROL_PREFIX, len - 1) == 0);
}

static const char *
path_below(const struct request *req)
{
    size_t len = sizeof(CONTROL_PREFIX) - 1;

    return strlen(req->path) < len ? "" : req->path + len;
}

/* Match a path, give back its variable part. */
static bool
matches(struct request *req, const char *pattern, const char *path, const char **id)
{
    const char *star = strchr(pattern, '*');
    size_t head = !star ? strlen(pattern) : (size_t)(star - pattern);
    size_t len;

    *id = "";
    if (strncmp(path, pattern, head) != 0)
        return false;
    if (!star)
        return path[head] == '\0';
    len = strcspn(path + head, "/");
    *id = arena_copy(req->arena, path + head, len);
    return len > 0 && *id && strcmp(path + head + len, star + 1) == 0;
}

/* GET of the prefix alone: what can be called. */
static struct reply
control_get_calls(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list = node_add_array(&tree, root, "calls");

    (void)id;
    (void)body;
    for (size_t i = 0; i < ROUTE_COUNT; i++)
        node_text(
            &tree, list, NULL,
            arena_printf(req->arena, "%s " CONTROL_PREFIX "%s", routes[i].method, routes[i].path));
    return control_answer(req, 200, &tree, root);
}

/* A route's path with the variable part that a request's path has in its place. NULL: it has none.
 */
static const char *
path_like(struct request *req, const char *pattern)
{
    const char *star = strchr(pattern, '*');
    const char *path = path_below(req);
    const char *slash = strchr(path, '/');

    if (!star)
        return pattern[0] == '\0' ? NULL : arena_printf(req->arena, CONTROL_PREFIX "%s", pattern);
    if (!slash || slash[1] == '\0')
        return NULL;
    return arena_printf(req->arena, CONTROL_PREFIX "%.*s%.*s%s", (int)(star - pattern), pattern,
                        (int)strcspn(slash + 1, "/"), slash + 1, star + 1);
}

static struct reply
no_such_call(struct request *req)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, req->path);
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        const char *path = path_like(req, routes[i].path);

        if (path)
            qfpay_near_offer(&near, path);
    }
    return control_fail(
        req, 404, "there is no such control call%s",
        qfpay_near_hint(&near, hint,
                        "; there are: health metrics reset clock transactions rules "
                        "requests notifications merchants catalogue"));
}

static const struct route *
find_route(struct request *req, const char **id, struct reply *reply)
{
    const char *path = path_below(req);
    const char *allowed = "";
    /* libmicrohttpd leaves the body out of an answer to HEAD. */
    const char *method = strcmp(req->method, "HEAD") == 0 ? "GET" : req->method;

    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (!matches(req, routes[i].path, path, id))
            continue;
        if (strcmp(routes[i].method, method) == 0)
            return &routes[i];
        allowed = arena_printf(req->arena, "%s%s%s", allowed, allowed[0] == '\0' ? "" : ", ",
                               routes[i].method);
        if (!allowed)
            break;
    }
    if (allowed && allowed[0] != '\0') {
        *reply = control_fail(req, 405, "%s allows %s", req->path, allowed);
        reply->allow = allowed;
    } else {
        *reply = no_such_call(req);
    }
    return NULL;
}

static bool
is_listed(const char *list, const char *name)
{
    size_t len = strlen(name);

    while (*list != '\0') {
        size_t piece = strcspn(list, ",");

        if (piece == len && memcmp(list, name, len) == 0)
            return true;
        list += piece + (list[piece] == ',');
    }
    return false;
}

static struct reply
no_such_parameter(struct request *req, const struct route *route, const char *name)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    qfpay_near_offer(&near, "app_code");
    qfpay_near_offer_list(&near, route->parameters);
    if (near.count > 0)
        return control_fail(req, 400, "unknown parameter '%s'%s", name,
                            qfpay_near_hint(&near, hint, ""));
    return control_fail(req, 400, "unknown parameter '%s'; allowed: app_code%s%s", name,
                        route->parameters[0] == '\0' ? "" : ",", route->parameters);
}

static bool
find_merchant(struct request *req, const struct route *route, struct reply *reply)
{
    const char *app_code = request_value(req, "app_code");
    bool is_named = app_code[0] != '\0';

    req->merchant = registry_find(&req->server->merchants,
                                  is_named ? app_code : req->server->direct_app_code);
    if (req->merchant || (!is_named && (route->traits & CONTROL_ANYONE) != 0))
        return true;
    *reply = is_named
                 ? control_fail(req, 404, "no merchant has the app_code \"%s\"", app_code)
                 : control_fail(req, 404,
                                "there is no merchant that calls mean by default: make one "
                                "with POST " CONTROL_PREFIX "merchants and name it as ?app_code=");
    return false;
}

/* The URL's query, and the merchant that it names. */
static bool
read_query(struct request *req, const struct route *route, struct reply *reply)
{
    char *copy = arena_dup(req->arena, req->query);

    if (!copy || qfpay_form_parse(copy, strlen(copy), req->params, QFPAY_PARAM_MAX,
                                  &req->param_count, NULL) != QFPAY_OK) {
        *reply = control_fail(req, 400, "the URL's query cannot be read");
        return false;
    }
    for (size_t i = 0; i < req->param_count; i++) {
        const char *name = req->params[i].name;

        if (strcmp(name, "app_code") == 0 && req->params[i].value_len == 0) {
            *reply = control_fail(req, 400, "app_code is empty: name a merchant, or leave it out");
            return false;
        }
        if (strcmp(name, "app_code") == 0 || is_listed(route->parameters, name))
            continue;
        *reply = no_such_parameter(req, route, name);
        return false;
    }
    return find_merchant(req, route, reply);
}

static bool
read_body(struct request *req, cJSON **body, struct reply *reply)
{
    struct qfpay_error err;

    if (req->body_too_large) {
        *reply = control_fail(req, 413, "the body is larger than %d bytes", BODY_MAX);
        return false;
    }
    if (req->body_len == 0)
        return true;
    if (qfpay_wire_parse(req->body, req->body_len, body, &err) == QFPAY_OK)
        return true;
    *reply = control_fail(req, 400, "the body is not JSON: %s", err.message);
    return false;
}

static struct reply
carry_out(struct request *req, const struct route *route, const char *id)
{
    cJSON *body = NULL;
    struct reply reply;

    if (!read_query(req, route, &reply) || !read_body(req, &body, &reply))
        return reply;
    reply = route->handle(req, id, body);
    cJSON_Delete(body);
    return reply;
}

/* What the guard refuses has a line in the log; other control calls have none. */
static struct reply
turn_away(struct request *req, unsigned http_status, const char *sentence)
{
    static const struct clock host_clock;
    struct reply reply;

    if (http_status == 204) {
        reply = control_done();
        reply.is_preflight = true;
        return reply;
    }
    reply = control_fail(req, http_status, "%s", sentence);
    reply.diagnosis = sentence;
    req->now = clock_now(&host_clock);
    log_request(req->server->settings->log, req, &reply);
    return reply;
}

struct reply
control_handle(struct request *req)
{
    const char *id = "";
    const char *sentence = NULL;
    struct reply reply;
    const struct route *route = find_route(req, &id, &reply);
    unsigned refusal = guard_refuses(req, route ? route->traits : 0, &sentence);

    if (req->head_too_large)
        reply = turn_away(req, 431, HEAD_TOO_LARGE);
    else if (refusal != 0)
        reply = turn_away(req, refusal, sentence);
    else if (route)
        reply = carry_out(req, route, id);
    reply.reader = guard_reader(req);
    reply.is_control = true;
    return reply;
}
