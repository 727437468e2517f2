/* See open.h. */
#include "start/open.h"

#include <stdio.h>
#include <string.h>

#include "api/contents.h"
#include "base/log.h"
#include "http/tls_look.h"
#include "notify/queue.h"
#include "rules/notify_hosts.h"
#include "server/first_merchants.h"
#include "trade/syssn.h"

/* A receiver that needs longer than this has failed (NTF-06; the figures are ours). */
enum { NOTIFY_TIMEOUT_MS = 10000, NOTIFY_CONNECT_MS = 5000 };

/* libcurl reads the file at the first receiver with a certificate: whoever starts the mock hears of
 * it at once. */
static bool
can_read_trusted(const struct settings *settings, char *error, size_t error_size)
{
    int count;
    int over;

    return settings->notify_cacert[0] == '\0' ||
           tls_look_trusted(settings->notify_cacert, &count, &over, error, error_size);
}

/* What a merchant in the file was told of when it was set may have changed with the options. */
static void
warn_of_notify_urls(const struct server *server)
{
    const struct notify_hosts *hosts = &server->settings->notify_hosts;
    const struct merchant *merchant = NULL;
    const char *refusal = NULL;
    char what[100] = "";
    size_t count = 0;

    while ((merchant = registry_next(&server->merchants, merchant))) {
        const char *url = merchant->notify_url;

        if (url[0] == '\0' || !notify_hosts_refuse(hosts, url) || count++ > 0)
            continue;
        refusal = notify_hosts_refuse(hosts, url);
        snprintf(what, sizeof what, "notify merchant %s", merchant->app_code);
    }
    if (count > 1)
        snprintf(what + strlen(what), sizeof what - strlen(what), " and %zu others", count - 1);
    if (count > 0)
        log_fault(server->settings->log, what, refusal);
}

bool
server_open(struct server *server, const struct settings *settings, char *error, size_t error_size)
{
    static const struct clock host_clock;
    char reason[200];

    if (!can_read_trusted(settings, error, error_size))
        return false;
    memset(server, 0, sizeof *server);
    server->settings = settings;
    metrics_open(&server->metrics);
    server->started_at = clock_now(&host_clock);
    snprintf(server->run, sizeof server->run, "%08x-",
             (unsigned)(server->started_at * 1000003 ^ clock_host_us()));
    server->profile = settings->profile;
    rulebook_open(&server->book, &api_contents, settings->profile);
    server->book.empty_values = settings->empty_values;
    server->lang = settings->lang;
    server->seed = settings->seed;
    memcpy(server->merchants.journals.max, settings->journal_max, sizeof settings->journal_max);
    server->notify_timeout_ms = NOTIFY_TIMEOUT_MS;
    server->notify_connect_ms = NOTIFY_CONNECT_MS;
    pthread_mutex_init(&server->lock, NULL);
    if (qfpay_signer_new(&server->signer, NULL) != QFPAY_OK) {
        snprintf(error, error_size, "signatures cannot be made");
        server_close(server);
        return false;
    }
    server->store = store_open(settings->db[0] == '\0' ? NULL : settings->db, settings->sync,
                               reason, sizeof reason);
    if (!server->store) {
        snprintf(error, error_size, "database %.100s: %s",
                 settings->db[0] == '\0' ? "in memory" : settings->db, reason);
        server_close(server);
        return false;
    }
    if (settings->db[0] == '\0' && !settings->repeats)
        store_begin_at(server->store, syssn_random_id());
    if (store_load_merchants(server->store, &server->merchants) != STORE_OK)
        snprintf(error, error_size,
                 "database %.100s: it has a merchant or rule that cannot be read", settings->db);
    else if (add_first_merchants(server, error, error_size)) {
        notify_restore(server);
        warn_of_notify_urls(server);
        if (store_commit(server->store))
            return true;
        snprintf(error, error_size, "the database cannot be written: %s",
                 store_error(server->store));
    }
    server_close(server);
    return false;
}

void
server_close(struct server *server)
{
    registry_clear(&server->merchants);
    store_close(server->store);
    server->store = NULL;
    qfpay_signer_free(server->signer);
    server->signer = NULL;
    pthread_mutex_destroy(&server->lock);
}
