/*
 * A receiver of QFPay's notifications with libqfpay and libmicrohttpd: notification_receiver [PORT]
 * Connection handling is libmicrohttpd's; what is genuine, what to answer and what to remember a
 * notification by are libqfpay's.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <qfpay/client.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX 65536u
#define SEEN_MAX 1000u

/* The server has one thread, so that nothing here needs a lock. */
struct shop {
    const char *key; /* that notifications are signed with */
    size_t seen_count;
    char seen[SEEN_MAX][QFPAY_NOTIFICATION_KEY_SIZE]; /* a shop keeps this in its database */
};

struct body {
    size_t size;
    char bytes[BODY_MAX];
};

/* Whether it is new. The same one may come again; a payment and its refund are two. */
static bool
remember(struct shop *shop, const char *key)
{
    for (size_t i = 0; i < shop->seen_count && i < SEEN_MAX; i++) {
        if (strcmp(shop->seen[i], key) == 0)
            return false;
    }
    (void)snprintf(shop->seen[shop->seen_count++ % SEEN_MAX], sizeof shop->seen[0], "%s", key);
    return true;
}

/* A shop compares txamt and txcurrcd with its order here (qfpay_notification_pays), before anything
 * is handed out. */
static enum qfpay_status
book(struct shop *shop, const qfpay_notification *notification, struct qfpay_error *err)
{
    const qfpay_record *record = qfpay_notification_record(notification);
    char key[QFPAY_NOTIFICATION_KEY_SIZE];
    const char *txamt = qfpay_record_text(record, "txamt");
    const char *txcurrcd = qfpay_record_text(record, "txcurrcd");
    enum qfpay_status status = qfpay_notification_key(notification, key, err);

    if (status != QFPAY_OK)
        return status;
    printf("%s %s %s %s %s\n", remember(shop, key) ? "new" : "again",
           qfpay_notification_type(notification), qfpay_notification_order(notification),
           txamt ? txamt : "", txcurrcd ? txcurrcd : "");
    return QFPAY_OK;
}

static struct qfpay_notification_reply
receive(struct shop *shop, const struct body *body, const char *sign)
{
    qfpay_notification *notification = NULL;
    struct qfpay_error err;
    /* The bytes as they came: parsed and written again they would have another signature. */
    enum qfpay_status status = qfpay_notification_check(body->bytes, body->size, sign, shop->key,
                                                        &notification, &err);

    if (status == QFPAY_OK)
        status = book(shop, notification, &err);
    if (status != QFPAY_OK)
        printf("refused: %s\n", err.message);
    (void)fflush(stdout);
    qfpay_notification_free(notification);
    return qfpay_notification_reply(status);
}

static enum MHD_Result
answer(struct MHD_Connection *connection, struct qfpay_notification_reply reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(reply.body), (void *)reply.body, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = MHD_NO;

    if (response)
        queued = MHD_queue_response(connection, (unsigned)reply.http_status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload, size_t *upload_size, void **request)
{
    struct body *body = *request;

    (void)url;
    (void)method;
    (void)version;
    if (!body) {
        *request = calloc(1, sizeof *body);
        return !*request ? MHD_NO : MHD_YES;
    }
    if (*upload_size > BODY_MAX - body->size)
        return MHD_NO;
    if (*upload_size > 0) {
        memcpy(body->bytes + body->size, upload, *upload_size);
        body->size += *upload_size;
        *upload_size = 0;
        return MHD_YES;
    }
    return answer(connection,
                  receive(context, body,
                          MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-QF-SIGN")));
}

static void
completed(void *context, struct MHD_Connection *connection, void **request,
          enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    free(*request);
    *request = NULL;
}

static struct MHD_Daemon *
start(struct shop *shop, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, port, NULL, NULL, &handle, shop,
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                            MHD_OPTION_NOTIFY_COMPLETED, &completed, NULL,
                            MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_END);
}

int
main(int argc, char **argv)
{
    static struct shop shop;
    struct qfpay_settings settings;
    struct qfpay_error err;
    long port = argc > 1 ? strtol(argv[1], NULL, 10) : 8081;
    struct MHD_Daemon *daemon = NULL;
    sigset_t end;
    int caught = 0;

    /* Blocked before the server's thread starts, so that only sigwait sees them. */
    (void)sigemptyset(&end);
    (void)sigaddset(&end, SIGTERM);
    (void)sigaddset(&end, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &end, NULL);

    /* QFPAY_NOTIFY_KEY, when QFPay gave one for notifications; else QFPAY_CLIENT_KEY; the sandbox's
     * when neither is set. */
    if (qfpay_settings_from_env(&settings, &err) == QFPAY_OK && port >= 0 && port <= UINT16_MAX) {
        shop.key = settings.notify_key ? settings.notify_key : settings.client_key;
        daemon = start(&shop, (uint16_t)port);
    }
    if (!daemon) {
        (void)fprintf(stderr, "cannot listen on port %ld\n", port);
        return 1;
    }
    printf("listening on http://127.0.0.1:%u/\n",
           (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    (void)fflush(stdout);
    (void)sigwait(&end, &caught);
    MHD_stop_daemon(daemon);
    return 0;
}
