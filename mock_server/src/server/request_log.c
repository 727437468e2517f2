/* See request_log.h. */
#include "server/request_log.h"

#include <stdio.h>
#include <string.h>

#include "base/node.h"
#include "qfpay/datetime.h"

enum { LINE_MAX_SIZE = 4096, METHOD_SHOWN = 20, PATH_SHOWN = 100, NUMBER_SHOWN = 128 };

/* Who calls, about which order, in which request, as both forms of the log tell it. */
struct about {
    const char *app_code; /* NULL: of no merchant here */
    const char *out_trade_no;
    const char *id;
};

/* The numbers of a merchant may look like keys; of a stranger's nobody knows what they are. */
static const char *
shown(struct request *req, const char *text)
{
    if (text && !req->merchant)
        text = request_keyless(req, text);
    return !text || text[0] == '\0' ? NULL
                                    : request_printable(req, text, strlen(text), NUMBER_SHOWN);
}

static struct about
about(struct request *req)
{
    return (struct about){.app_code = req->merchant ? req->merchant->app_code : NULL,
                          .out_trade_no = shown(req, request_value(req, "out_trade_no")),
                          .id = shown(req, req->id)};
}

/* " name=value", or nothing. A blank in a value is written as what cannot be printed is, so that no
 * number reads like what stands behind it. */
static const char *
named(struct request *req, const char *name, const char *value)
{
    size_t size = strlen(name) + sizeof " =" + (!value ? 0 : 4 * strlen(value));
    char *text = !value ? NULL : arena_alloc(req->arena, size);
    char *at = text;

    if (!text)
        return "";
    at += snprintf(text, size, " %s=", name);
    for (; *value != '\0'; value++) {
        if (*value == ' ')
            at = stpcpy(at, "\\x20");
        else
            *at++ = *value;
    }
    *at = '\0';
    return text;
}

static const char *
keyless(struct request *req, const char *text, size_t max)
{
    text = request_keyless(req, text);
    return request_printable(req, text, strlen(text), max);
}

static void
log_as_text(struct request *req, const struct reply *reply, const char *at)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    const struct about names = about(req);
    char line[LINE_MAX_SIZE];
    int len = snprintf(
        line, sizeof line, "%s %s %s%s%s%s %u%s%s%s%s%s%s%s%s", at,
        keyless(req, req->method, METHOD_SHOWN), keyless(req, req->path, PATH_SHOWN),
        named(req, "app_code", names.app_code), named(req, "out_trade_no", names.out_trade_no),
        named(req, "id", names.id), reply_status(reply), reply->respcd ? " " : "",
        reply->respcd ? reply->respcd : "", broken->id[0] == '\0' ? "" : " ", broken->id,
        reply->diagnosis ? ": " : "", reply->diagnosis ? reply->diagnosis : "",
        reply->advice ? " | advice: " : "", reply->advice ? reply->advice : "");

    if (len > 0)
        log_line(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
}

static void
log_as_json(struct request *req, const struct reply *reply, const char *at)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    const struct about names = about(req);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    const char *line;
    size_t len;

    node_text(&tree, root, "at", at);
    node_text(&tree, root, "method", keyless(req, req->method, METHOD_SHOWN));
    node_text(&tree, root, "path", keyless(req, req->path, PATH_SHOWN));
    node_text(&tree, root, "app_code", names.app_code);
    node_text(&tree, root, "out_trade_no", names.out_trade_no);
    node_text(&tree, root, "request_id", names.id);
    node_number(&tree, root, "http_status", (int64_t)reply_status(reply));
    node_text(&tree, root, "respcd", reply->respcd);
    node_text(&tree, root, "requirement", broken->id[0] == '\0' ? NULL : broken->id);
    node_text(&tree, root, "diagnosis", reply->diagnosis);
    node_text(&tree, root, "advice", reply->advice);
    line = node_print(&tree, root, &len);
    if (line)
        log_line(line, len);
}

void
log_request(enum log_form form, struct request *req, const struct reply *reply)
{
    char at[QFPAY_DATETIME_SIZE];

    if (form == LOG_OFF)
        return;
    qfpay_datetime_format(req->now, QFPAY_SYSTEM_ZONE_MINUTES, at);
    if (form == LOG_JSON)
        log_as_json(req, reply, at);
    else
        log_as_text(req, reply, at);
}
