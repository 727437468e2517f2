/* qfpay-mock: settings, server, sockets, and then the wait for a signal. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/version.h"
#include "defect/defect.h"
#include "http/http.h"
#include "notify/sender.h"
#include "program/print.h"
#include "server/server.h"
#include "start/check_config.h"
#include "start/open.h"
#include "start/port_file.h"
#include "start/read_settings.h"
#include "start/ready.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static void
show_credentials(const struct server *server)
{
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant)))
        print("app_code %s client_key %s%s%s%s\n", merchant->app_code, merchant->client_key,
              merchant->notify_key[0] == '\0' ? "" : " notify_key ", merchant->notify_key,
              merchant->is_agent ? " (agent: send a mchid)" : "");
}

static void
announce(const struct server *server, int port)
{
    const char *host = server->settings->host;
    bool is_v6 = strchr(host, ':') != NULL;
    const char *scheme = server->settings->tls_cert[0] == '\0' ? "http" : "https";

    print("qfpay-mock %s listening on %s://%s%s%s:%d\n", MOCK_VERSION, scheme, is_v6 ? "[" : "",
          host, is_v6 ? "]" : "", port);
    if (server->settings->show_credentials)
        show_credentials(server);
    fflush(stdout);
}

/* SIGTERM and SIGINT are waited for, not handled; writes to closed sockets are errors, not signals.
 */
static void
prepare_signals(sigset_t *stop)
{
    sigemptyset(stop);
    sigaddset(stop, SIGTERM);
    sigaddset(stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, stop, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Whether nobody holds the other end of standard input any more; what comes from there is not for
 * us. */
static bool
has_stdin_ended(void)
{
    char ignored[256];
    ssize_t len = read(STDIN_FILENO, ignored, sizeof ignored);

    return len == 0 || (len < 0 && errno != EINTR && errno != EAGAIN);
}

static void
wait_for_end(const struct settings *settings, const sigset_t *stop)
{
    struct pollfd signals = {.fd = signalfd(-1, stop, SFD_CLOEXEC), .events = POLLIN};
    struct pollfd both[] = {signals, {.fd = STDIN_FILENO, .events = POLLIN}};
    int got;

    if (!settings->exit_with_stdin || signals.fd < 0) {
        sigwait(stop, &got);
        return;
    }
    do {
        both[0].revents = both[1].revents = 0;
        (void)poll(both, 2, -1);
    } while (both[0].revents == 0 && (both[1].revents == 0 || !has_stdin_ended()));
    if (both[0].revents == 0)
        log_end(settings->log, "standard input has ended");
    close(signals.fd);
}

/* Sockets, the sender, and who waits for the port is told. */
static struct http *
begin(struct server *server, char *error, size_t error_size)
{
    const char *port_file = server->settings->port_file;
    struct http *http = http_start(server, error, error_size);

    if (http && sender_start(server, http_wake, http, error, error_size) &&
        (port_file[0] == '\0' || port_file_write(port_file, http_port(http), error, error_size)))
        return http;
    sender_stop(server);
    http_stop(http);
    return NULL;
}

static int
check(const struct settings *settings)
{
    char error[OPTIONS_ERROR_SIZE + 200];

    if (check_config(settings, error, sizeof error))
        return EXIT_SUCCESS;
    print_to(stderr, "qfpay-mock: %s\n", error);
    return EXIT_FAILED;
}

static int
serve(const struct settings *settings)
{
    char error[OPTIONS_ERROR_SIZE + 200];
    struct server server;
    struct http *http = NULL;
    sigset_t stop;
    int status = EXIT_FAILED;

    prepare_signals(&stop);
    if ((settings->port_file[0] != '\0' &&
         !port_file_clear(settings->port_file, error, sizeof error)) ||
        !server_open(&server, settings, error, sizeof error)) {
        print_to(stderr, "qfpay-mock: %s\n", error);
        return EXIT_FAILED;
    }
    if (!defect_open(&server.book, settings->defect, stderr)) {
        print_to(stderr, "qfpay-mock: --defect %s: out of memory\n", settings->defect);
        goto out;
    }
    log_open(settings->log);
    http = begin(&server, error, sizeof error);
    if (!http) {
        print_to(stderr, "qfpay-mock: %s\n", error);
        goto out;
    }
    announce(&server, http_port(http));
    wait_for_end(settings, &stop);
    port_file_remove(settings->port_file, http_port(http));
    sender_stop(&server);
    http_stop(http);
    status = EXIT_SUCCESS;
out:
    log_close();
    server_close(&server);
    return status;
}

/* What the options say already: help, a version, or that they are wrong. */
static int
end_early(enum options_end end, void (*help)(FILE *out), const char *error)
{
    if (end == OPTIONS_HELP)
        help(stdout);
    if (end == OPTIONS_VERSION)
        print("qfpay-mock %s\n", MOCK_VERSION);
    if (end != OPTIONS_WRONG)
        return EXIT_SUCCESS;
    print_to(stderr, "qfpay-mock: %s (--help lists the options)\n", error);
    return EXIT_USAGE;
}

static int
ready_command(int argc, char **argv)
{
    char error[OPTIONS_ERROR_SIZE];
    struct settings settings;
    enum options_end end = settings_read_ready(&settings, argc, argv, error);

    return end == OPTIONS_READ ? ready_ask(&settings) : end_early(end, settings_help_ready, error);
}

static int
serve_command(int argc, char **argv)
{
    char error[OPTIONS_ERROR_SIZE];
    struct settings settings;
    enum options_end end = settings_read(&settings, argc, argv, defect_missed, error);
    int status = EXIT_SUCCESS;

    if (end != OPTIONS_READ)
        status = end_early(end, settings_help, error);
    else if (settings.list_defects)
        defect_list(stdout);
    else
        status = settings.check_config ? check(&settings) : serve(&settings);
    settings_free(&settings);
    return status;
}

int
main(int argc, char **argv)
{
    bool is_ready = argc > 1 && strcmp(argv[1], "ready") == 0;
    int status = is_ready ? ready_command(argc - 1, argv + 1) : serve_command(argc, argv);

    return !print_end("qfpay-mock") && status == EXIT_SUCCESS ? EXIT_FAILED : status;
}
