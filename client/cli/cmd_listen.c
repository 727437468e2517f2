/*
 * qfpay listen: receive notifications, say what they are, answer as a shop should.
 *
 * What is not genuine is refused and shown; what is genuine is acknowledged first and worked on
 * after, because QFPay repeats what is not answered soon. Repetitions are acknowledged again and
 * marked, so that whoever tries things out sees what a shop must ignore. A genuine payment of
 * another amount than expected is acknowledged as well, but it is no reason to hand out goods.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "hook.h"
#include "program/print.h"
#include "qfpay/currency.h"
#include "receiver.h"
#include "show.h"

/* How many notifications are remembered, to tell repetitions. */
#define SEEN_MAX 1024

/* Signals and the time limit are looked at this often. */
#define TURN_MS 250

struct listen {
    struct cli_settings settings;
    const char *host;
    int port;
    int64_t timeout_ms;
    int64_t txamt_minor;  /* that payments must have; 0 for any */
    const char *txcurrcd; /* of txamt_minor */
    bool is_once;
    struct hook hook;
    int received;
    int exit_status;
    size_t seen_count;
    char seen[SEEN_MAX][QFPAY_NOTIFICATION_KEY_SIZE];
};

/* What was found out about a delivery before it was answered. */
struct finding {
    qfpay_notification *notification; /* NULL when it is not genuine */
    struct qfpay_error err;
    struct qfpay_notification_reply reply;
    bool has_wrong_sign;
    bool is_sha256;
    bool is_by_client_key; /* though there is a notify key */
};

static volatile sig_atomic_t stopped;

static void
stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static void
catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

static bool
is_signed_with(const struct receiver_delivery *delivery, const char *key)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;

    return qfpay_signature_check(delivery->body, delivery->len, delivery->sign, key, &found,
                                 NULL) == QFPAY_OK &&
           found == QFPAY_SIGNATURE_RIGHT;
}

static struct receiver_reply
decide(void *context, struct receiver_delivery *delivery)
{
    struct listen *listen = context;
    const struct qfpay_settings *keys = &listen->settings.qfpay;
    bool has_notify_key = cli_has_notify_key(&listen->settings);
    struct finding *finding = calloc(1, sizeof *finding);
    enum qfpay_status status = QFPAY_E_MEMORY;

    if (finding) {
        status = qfpay_notification_check(delivery->body, delivery->len, delivery->sign,
                                          has_notify_key ? keys->notify_key : keys->client_key,
                                          &finding->notification, &finding->err);
        finding->reply = qfpay_notification_reply(status);
        finding->has_wrong_sign = status == QFPAY_E_SIGNATURE && delivery->sign &&
                                  delivery->sign[0] != '\0';
        finding->is_sha256 = delivery->sign && strlen(delivery->sign) == 64;
        finding->is_by_client_key = has_notify_key && status == QFPAY_E_SIGNATURE &&
                                    is_signed_with(delivery, keys->client_key);
        delivery->memo = finding;
    }
    return (struct receiver_reply){qfpay_notification_reply(status).http_status,
                                   qfpay_notification_reply(status).body};
}

/* Whether it came before; from now on it did. The oldest are forgotten. */
static bool
is_repeated(struct listen *listen, const qfpay_notification *notification)
{
    char key[QFPAY_NOTIFICATION_KEY_SIZE];
    size_t known = listen->seen_count < SEEN_MAX ? listen->seen_count : SEEN_MAX;

    if (qfpay_notification_key(notification, key, NULL) != QFPAY_OK)
        return false;
    for (size_t i = 0; i < known; i++)
        if (strcmp(listen->seen[i], key) == 0)
            return true;
    memcpy(listen->seen[listen->seen_count++ % SEEN_MAX], key, sizeof key);
    return false;
}

/* Whether it is a payment of another amount, or in another currency, than the expected one. */
static bool
is_wrong_amount(const struct listen *listen, const qfpay_notification *notification)
{
    const qfpay_record *record = qfpay_notification_record(notification);
    const char *txcurrcd = qfpay_record_text(record, "txcurrcd");
    int64_t txamt_minor = 0;

    if (listen->txamt_minor == 0 || strcmp(qfpay_notification_type(notification), "payment") != 0)
        return false;
    return !qfpay_record_int(record, "txamt", &txamt_minor) || txamt_minor != listen->txamt_minor ||
           !txcurrcd || strcmp(txcurrcd, listen->txcurrcd) != 0;
}

static void
show_wrong_amount(const struct listen *listen, const qfpay_notification *notification)
{
    const qfpay_record *record = qfpay_notification_record(notification);
    const char *txcurrcd = qfpay_record_text(record, "txcurrcd");
    char told[QFPAY_AMOUNT_TEXT_SIZE] = "none";
    char expected[QFPAY_AMOUNT_TEXT_SIZE];
    char line[2 * QFPAY_AMOUNT_TEXT_SIZE + 32];
    int64_t txamt_minor = 0;

    if (qfpay_record_int(record, "txamt", &txamt_minor))
        qfpay_amount_format(txamt_minor, txcurrcd ? txcurrcd : "", told);
    qfpay_amount_format(listen->txamt_minor, listen->txcurrcd, expected);
    (void)snprintf(line, sizeof line, "  wrong amount: %s instead of %s", told, expected);
    show_toned(stdout, SHOW_BAD, line);
    (void)putchar('\n');
}

static void
show_genuine(const struct listen *listen, const struct finding *finding, bool is_duplicate)
{
    bool is_wrong = is_wrong_amount(listen, finding->notification);
    char title[128];

    if (listen->settings.json) {
        show_json_notification(
            finding->notification,
            &(struct show_findings){.is_duplicate = is_duplicate, .is_wrong_amount = is_wrong},
            &finding->reply, &finding->err);
        return;
    }
    (void)snprintf(title, sizeof title, "%s %.40s: genuine, answered %s",
                   is_duplicate ? "Repeated" : "New",
                   qfpay_notification_type(finding->notification), finding->reply.body);
    show_toned(stdout, is_duplicate ? SHOW_FAINT : SHOW_GOOD, title);
    (void)putchar('\n');
    show_record(qfpay_notification_record(finding->notification));
    if (is_wrong)
        show_wrong_amount(listen, finding->notification);
}

static void
show_refused(const struct listen *listen, const struct finding *finding)
{
    char answered[64];

    (void)snprintf(answered, sizeof answered, "%d %s", finding->reply.http_status,
                   finding->reply.body);
    if (listen->settings.json) {
        show_json_notification(NULL, NULL, &finding->reply, &finding->err);
        return;
    }
    show_toned(stdout, SHOW_BAD, "Not genuine, answered ");
    show_toned(stdout, SHOW_BAD, answered);
    print("\n  %s\n", finding->err.message);
    if (finding->is_sha256)
        (void)puts("  Its signature has 64 digits; notifications are always signed with MD5, 32 "
                   "digits.");
    if (finding->is_by_client_key)
        (void)puts(
            "  The client key made it, not the notify key (--notify-key, QFPAY_NOTIFY_KEY).");
    else if (finding->has_wrong_sign && !finding->is_sha256)
        print("  It was checked with the %s.\n",
              cli_has_notify_key(&listen->settings)
                  ? "notify key (--notify-key, QFPAY_NOTIFY_KEY)"
                  : "client key; if you were given a notify key, set QFPAY_NOTIFY_KEY");
}

static void
done(void *context, struct receiver_delivery *delivery)
{
    struct listen *listen = context;
    struct finding *finding = delivery->memo;

    listen->received++;
    if (!finding) {
        cli_complain("listen", "out of memory; the notification was refused and comes again");
        listen->exit_status = CLI_FAULT;
        return;
    }
    if (finding->notification) {
        bool is_duplicate = is_repeated(listen, finding->notification);

        show_genuine(listen, finding, is_duplicate);
        if (is_wrong_amount(listen, finding->notification))
            listen->exit_status = CLI_REFUSED;
        else
            hook_start(&listen->hook, finding->notification, is_duplicate, delivery->body,
                       delivery->len);
    } else {
        show_refused(listen, finding);
        listen->exit_status = CLI_REFUSED;
    }
    (void)fflush(stdout);
    qfpay_notification_free(finding->notification);
    free(finding);
}

static void
announce(const struct listen *listen, int port)
{
    bool is_v6 = strchr(listen->host, ':') != NULL;
    char url[128];

    (void)snprintf(url, sizeof url, "http://%s%.64s%s:%d/", is_v6 ? "[" : "", listen->host,
                   is_v6 ? "]" : "", port);
    if (listen->settings.json)
        show_json_pairs((const char *const[]){"listening", url, NULL});
    else
        print("qfpay listen: send notifications to %s\n", url);
    (void)fflush(stdout);
}

static int
serve(struct listen *listen, struct receiver *receiver)
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    int64_t start_ms = clock->monotonic_ms(clock->self);

    while (!stopped && !(listen->is_once && listen->received > 0)) {
        if (listen->timeout_ms > 0 &&
            clock->monotonic_ms(clock->self) - start_ms >= listen->timeout_ms)
            return listen->received > 0 ? listen->exit_status : CLI_PENDING;
        if (!receiver_run(receiver, TURN_MS)) {
            cli_complain("listen", "the socket failed");
            return CLI_FAULT;
        }
        hook_reap(&listen->hook);
    }
    return listen->exit_status;
}

static int
listen_until_the_end(struct listen *listen)
{
    const struct receiver_events events = {.decide = decide, .done = done, .context = listen};
    const char *why = "";
    struct receiver *receiver = receiver_open(listen->host, listen->port, &events, &why);
    int exit_status = CLI_OK;

    if (!receiver) {
        cli_complain("listen", "cannot listen on %s port %d: %s", listen->host, listen->port, why);
        return CLI_FAULT;
    }
    catch_signals();
    announce(listen, receiver_port(receiver));
    exit_status = serve(listen, receiver);
    receiver_close(receiver);
    hook_finish(&listen->hook);
    return exit_status == CLI_OK && listen->hook.has_failed ? CLI_FAULT : exit_status;
}

#define ROWS_OF struct listen
static const struct option_row rows[] = {
    {"port", "N", "Where to listen (0 takes a free port).", NUMBER(port), .max = 65535,
     .fallback = "8081"},
    {"host", "ADDRESS", "On which address.", TEXT(host), .fallback = "127.0.0.1"},
    {"once", NULL, "End after the first notification.", FLAG(is_once)},
    {"timeout", "TIME", "End after this long.", DURATION(timeout_ms)},
    {"txamt", "MINOR", "Expect this amount of payments, in minor units ...", AMOUNT(txamt_minor)},
    {"txcurrcd", "CUR", "... in this currency (default HKD).", TEXT(txcurrcd)},
    {"exec", "COMMAND", "Run this for each that is genuine and has the amount.",
     TEXT(hook.command)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct listen *listen = calloc(1, sizeof *listen);
    int exit_status = CLI_FAULT;

    if (!listen) {
        cli_complain("listen", "out of memory");
        return CLI_FAULT;
    }
    if (!cli_parse(command, listen, &listen->settings, argc, argv, NULL, &exit_status) ||
        !cli_settings_complete(&listen->settings, &exit_status)) {
        free(listen);
        return exit_status;
    }
    exit_status = CLI_USAGE;
    if (listen->txamt_minor > 0 && !listen->txcurrcd)
        listen->txcurrcd = "HKD";
    if (listen->txamt_minor < 0 || (listen->txcurrcd && listen->txamt_minor == 0))
        cli_complain("listen", "expecting an amount takes --txamt, in minor units from 1, and "
                               "--txcurrcd when it is not HKD");
    else
        exit_status = listen_until_the_end(listen);
    free(listen);
    return exit_status;
}

const struct cli_command cmd_listen = {
    .name = "listen",
    .arguments = "",
    .about = "Receive notifications, check them, answer them, show them.",
    .more =
        "Answers SUCCESS to what is genuine, also when it was seen before, and 400 to all else.\n"
        "--exec runs a shell command after the answer, the body on its standard input and\n"
        "QFPAY_NOTIFY_TYPE, QFPAY_ORDER (your number of the order), QFPAY_SYSSN, QFPAY_TXAMT,\n"
        "QFPAY_TXCURRCD and QFPAY_DUPLICATE (yes, no) in its environment. QFPay itself sends to\n"
        "ports 80 and 443 only; the sandbox sends to any port of this machine.\n"
        "With --txamt a payment of another amount is shown as one, acknowledged all the same, and\n"
        "runs no command; refunds are not compared.\n"
        "Ends with Ctrl-C, with --once or after --timeout. Exit status: 0, 3 when the time was up\n"
        "and nothing had come, 4 when something was not genuine or had another amount, 1 when a\n"
        "command failed.\n"
        "\n"
        "  qfpay listen --port 8081\n"
        "  qfpay pay --txamt 1000 --notify-url http://127.0.0.1:8081/",
    CLI_ROWS(rows),
    .settings = CLI_FOR_NOTIFICATIONS,
    .otherwise = "the port is --port",
    .run = run,
};
