/* GET metrics: what is counted, in the text form of Prometheus. No label tells merchants or orders
 * apart, so what is told does not grow with them. */
#include "server/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/refuse.h"
#include "base/log.h"
#include "base/version.h"
#include "control/control.h"
#include "program/print.h"
#include "qfpay/code.h"
#include "server/server.h"
#include "store/notification.h"

#define PREFIX "qfpay_mock_"

static void
write_head(FILE *out, const char *name, const char *type, const char *help)
{
    print_to(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A value without labels. */
static void
write_one(FILE *out, const char *name, const char *type, const char *help, uint64_t value)
{
    write_head(out, name, type, help);
    print_to(out, "%s %" PRIu64 "\n", name, value);
}

static void
write_build(FILE *out, const struct server *server)
{
    write_head(out, PREFIX "build_info", "gauge", "The version of the mock; always 1.");
    print_to(out, PREFIX "build_info{version=\"%s\"} 1\n", MOCK_VERSION);
    write_one(out, "process_start_time_seconds", "gauge",
              "When the mock was started, in seconds since 1970.", (uint64_t)server->started_at);
}

static void
write_answers(FILE *out, const struct metrics *metrics)
{
    static const char name[] = PREFIX "requests_total";

    write_head(out, name, "counter",
               "Answered calls of the API, by endpoint and respcd (none: without one).");
    for (unsigned endpoint = 0; endpoint <= QFPAY_ENDPOINT_COUNT; endpoint++) {
        for (size_t row = 0; row < METRICS_CODES; row++) {
            const struct qfpay_code *code = row == 0 ? NULL : qfpay_code_at(row - 1);

            if (metrics->answers[endpoint][row] == 0)
                continue;
            print_to(out, "%s{endpoint=\"%s\",respcd=\"%s\"} %" PRIu64 "\n", name,
                     endpoint == METRICS_NO_ENDPOINT
                         ? "none"
                         : qfpay_endpoint_row((enum qfpay_endpoint)endpoint)->name,
                     code ? code->respcd : "none", metrics->answers[endpoint][row]);
        }
    }
}

static void
write_durations(FILE *out, const struct metrics *metrics)
{
    static const char name[] = PREFIX "request_duration_seconds";
    uint64_t count = 0;

    write_head(out, name, "histogram",
               "From the first line of a call of the API to its answer, without wanted delays.");
    for (size_t i = 0; i < METRICS_BOUNDS; i++) {
        count += metrics->took[i];
        print_to(out, "%s_bucket{le=\"%.5f\"} %" PRIu64 "\n", name,
                 (double)metrics_bounds_us[i] / 1e6, count);
    }
    count += metrics->took[METRICS_BOUNDS];
    print_to(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, count);
    print_to(out, "%s_sum %" PRIu64 ".%06" PRIu64 "\n", name, metrics->took_us / 1000000,
             metrics->took_us % 1000000);
    print_to(out, "%s_count %" PRIu64 "\n", name, count);
}

static void
write_notifications(FILE *out, struct store *store)
{
    size_t counts[NOTIFICATION_STATE_COUNT];

    store_count_notifications(store, counts);
    write_head(out, PREFIX "notifications", "gauge", "Notifications that are kept, by state.");
    for (int state = 0; state < NOTIFICATION_STATE_COUNT; state++)
        print_to(out, PREFIX "notifications{state=\"%s\"} %zu\n",
                 notification_state_name((enum notification_state)state), counts[state]);
}

static void
write_journals(FILE *out, const struct journals *journals)
{
    static const char *const bounds[JOURNAL_BOUND_COUNT] = {
        [JOURNAL_ENTRIES] = "entries", [JOURNAL_BYTES] = "bytes", [JOURNAL_TOTAL] = "total"};

    write_one(out, PREFIX "journal_entries", "gauge", "Calls that all journals together keep.",
              journals->entries);
    write_one(out, PREFIX "journal_bytes", "gauge", "What these take in memory.", journals->bytes);
    write_head(out, PREFIX "journal_dropped_entries_total", "counter",
               "Calls that journals have dropped, by the bound that wanted it.");
    for (int bound = 0; bound < JOURNAL_BOUND_COUNT; bound++)
        print_to(out, PREFIX "journal_dropped_entries_total{bound=\"%s\"} %" PRIu64 "\n",
                 bounds[bound], journals->dropped[bound]);
}

static void
write_all(FILE *out, struct server *server)
{
    write_build(out, server);
    write_answers(out, &server->metrics);
    write_durations(out, &server->metrics);
    write_notifications(out, server->store);
    write_one(out, PREFIX "orders", "gauge", "Orders that are stored, refunds among them.",
              store_order_count(server->store));
    write_one(out, PREFIX "worlds", "gauge", "Merchants, each of which has a world of its own.",
              server->merchants.count);
    write_journals(out, &server->merchants.journals);
    write_one(out, PREFIX "log_dropped_lines_total", "counter",
              "Lines of the log that nobody read in time.", log_dropped());
    write_one(out, PREFIX "connections", "gauge", "Connections that are open.",
              server->metrics.connections);
}

struct reply
control_metrics(struct request *req, const char *id, const cJSON *body)
{
    struct reply reply = {.http_status = 200, .is_metrics = true};
    char *text = NULL;
    FILE *out = open_memstream(&text, &reply.body_len);

    (void)id;
    (void)body;
    if (out) {
        write_all(out, req->server);
        if (fclose(out) == 0)
            reply.body = arena_copy(req->arena, text, reply.body_len);
    }
    free(text);
    return reply.body ? reply : fault(req, "tell the metrics");
}
