/* See log.h. The buffer is one per thread: a line never waits for another thread. */
#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "node.h"
#include "options.h"
#include "qfpay/datetime.h"

enum { BUFFER_SIZE = 32 * 1024, LINE_MAX_SIZE = 4096, METHOD_SHOWN = 20, PATH_SHOWN = 100 };

static _Thread_local char pending[BUFFER_SIZE];
static _Thread_local size_t pending_len;

void
log_flush(void)
{
    size_t at = 0;

    while (at < pending_len) {
        ssize_t written = write(STDERR_FILENO, pending + at, pending_len - at);

        if (written < 0 && errno != EINTR)
            break; /* nobody reads stderr: the lines are lost, the server goes on */
        if (written > 0)
            at += (size_t)written;
    }
    pending_len = 0;
}

static void
add_line(const char *line, size_t len)
{
    if (len + 1 > BUFFER_SIZE - pending_len)
        log_flush();
    if (len + 1 > BUFFER_SIZE)
        len = BUFFER_SIZE - 1;
    memcpy(pending + pending_len, line, len);
    pending[pending_len + len] = '\n';
    pending_len += len + 1;
}

static void
log_as_text(struct request *req, const struct reply *reply, const char *at)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    char line[LINE_MAX_SIZE];
    int len = snprintf(
        line, sizeof(line), "%s %s %s %u%s%s%s%s%s%s%s%s", at,
        request_printable(req, req->method, strlen(req->method), METHOD_SHOWN),
        request_printable(req, req->path, strlen(req->path), PATH_SHOWN), reply_status(reply),
        reply->respcd == NULL ? "" : " ", reply->respcd == NULL ? "" : reply->respcd,
        broken->id[0] == '\0' ? "" : " ", broken->id, reply->diagnosis == NULL ? "" : ": ",
        reply->diagnosis == NULL ? "" : reply->diagnosis,
        reply->advice == NULL ? "" : " | advice: ", reply->advice == NULL ? "" : reply->advice);

    if (len > 0)
        add_line(line, (size_t)len < sizeof(line) ? (size_t)len : sizeof(line) - 1);
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
    node_text(&tree, root, "app_code", req->merchant == NULL ? NULL : req->merchant->app_code);
    node_number(&tree, root, "http_status", (int64_t)reply_status(reply));
    node_text(&tree, root, "respcd", reply->respcd);
    node_text(&tree, root, "requirement", broken->id[0] == '\0' ? NULL : broken->id);
    node_text(&tree, root, "diagnosis", reply->diagnosis);
    node_text(&tree, root, "advice", reply->advice);
    line = node_print(&tree, root, &len);
    if (line != NULL)
        add_line(line, len);
}

void
log_request(const struct settings *settings, struct request *req, const struct reply *reply)
{
    char at[QFPAY_DATETIME_SIZE];

    if (settings->log == LOG_OFF)
        return;
    qfpay_datetime_format(req->now, QFPAY_SYSTEM_ZONE_MINUTES, at);
    if (settings->log == LOG_JSON)
        log_as_json(req, reply, at);
    else
        log_as_text(req, reply, at);
}

void
log_fault(const struct settings *settings, const char *what, const char *reason)
{
    char line[512];
    int len = snprintf(line, sizeof(line),
                       settings->log == LOG_JSON ? "{\"fault\": \"%s\", \"reason\": \"%.300s\"}"
                                                 : "fault: could not %s: %.300s",
                       what, reason);

    if (len > 0)
        add_line(line, (size_t)len < sizeof(line) ? (size_t)len : sizeof(line) - 1);
    log_flush();
}
