/* qfpay-mock: settings, server, sockets, and then the wait for a signal. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/version.h"
#include "defect/defect.h"
#include "http/http.h"
#include "notify/sender.h"
#include "program/print.h"
#include "server/server.h"
#include "start/open.h"
#include "start/read_settings.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* Whole or not at all: a reader that polls for the file never sees half a number. */
static bool
write_port_file(const char *path, int port, char *error, size_t error_size)
{
    char temporary[4112];
    int fd;
    bool ok;

    snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    fd = open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    ok = fd >= 0 && dprintf(fd, "%d\n", port) > 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(temporary, path) == 0;
    if (!ok)
        snprintf(error, error_size, "port file %.150s: %s", path, strerror(errno));
    return ok;
}

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

static int
serve(const struct settings *settings)
{
    char error[OPTIONS_ERROR_SIZE + 200];
    struct server server;
    struct http *http = NULL;
    sigset_t stop;
    int status = EXIT_FAILED;
    int got;

    prepare_signals(&stop);
    if (!server_open(&server, settings, error, sizeof error)) {
        print_to(stderr, "qfpay-mock: %s\n", error);
        return EXIT_FAILED;
    }
    if (!defect_open(&server.book, settings->defect, stderr)) {
        print_to(stderr, "qfpay-mock: --defect %s: out of memory\n", settings->defect);
        goto out;
    }
    if (settings->check_config) {
        puts("the configuration is good");
        status = EXIT_SUCCESS;
        goto out;
    }
    log_open(settings->log);
    http = http_start(&server, error, sizeof error);
    if (!http || !sender_start(&server, http_wake, http, error, sizeof error) ||
        (settings->port_file[0] != '\0' &&
         !write_port_file(settings->port_file, http_port(http), error, sizeof error))) {
        print_to(stderr, "qfpay-mock: %s\n", error);
        goto out;
    }
    announce(&server, http_port(http));
    sigwait(&stop, &got);
    status = EXIT_SUCCESS;
out:
    sender_stop(&server);
    http_stop(http);
    log_close();
    server_close(&server);
    return status;
}

int
main(int argc, char **argv)
{
    char error[OPTIONS_ERROR_SIZE];
    struct settings settings;
    int status = EXIT_SUCCESS;

    switch (settings_read(&settings, argc, argv, defect_missed, error)) {
    case OPTIONS_WRONG:
        print_to(stderr, "qfpay-mock: %s (--help lists the options)\n", error);
        status = EXIT_USAGE;
        break;
    case OPTIONS_HELP:
        settings_help(stdout);
        break;
    case OPTIONS_VERSION:
        print("qfpay-mock %s\n", MOCK_VERSION);
        break;
    case OPTIONS_READ:
        if (settings.list_defects)
            defect_list(stdout);
        else
            status = serve(&settings);
        break;
    }
    settings_free(&settings);
    return status;
}
