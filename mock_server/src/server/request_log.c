/* See request_log.h. */
#include "server/request_log.h"

#include <stdio.h>
#include <string.h>

#include "base/node.h"
#include "qfpay/datetime.h"

enum { LINE_MAX_SIZE = 4096, METHOD_SHOWN = 20, PATH_SHOWN = 100 };

static void
log_as_text(struct request *req, const struct reply *reply, const char *at)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    char line[LINE_MAX_SIZE];
    int len = snprintf(line, sizeof line, "%s %s %s %u%s%s%s%s%s%s%s%s", at,
                       request_printable(req, req->method, strlen(req->method), METHOD_SHOWN),
                       request_printable(req, req->path, strlen(req->path), PATH_SHOWN),
                       reply_status(reply), reply->respcd ? " " : "",
                       reply->respcd ? reply->respcd : "", broken->id[0] == '\0' ? "" : " ",
                       broken->id, reply->diagnosis ? ": " : "",
                       reply->diagnosis ? reply->diagnosis : "", reply->advice ? " | advice: " : "",
                       reply->advice ? reply->advice : "");

    if (len > 0)
        log_line(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
}

static void
log_as_json(struct request *req, const struct reply *reply, const char *at)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    const char *line;
    size_t len;

    node_text(&tree, root, "at", at);
    node_text(&tree, root, "method",
              request_printable(req, req->method, strlen(req->method), METHOD_SHOWN));
    node_text(&tree, root, "path",
              request_printable(req, req->path, strlen(req->path), PATH_SHOWN));
    node_text(&tree, root, "app_code", req->merchant ? req->merchant->app_code : NULL);
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
