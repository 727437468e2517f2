/* See check_config.h. */
#include "start/check_config.h"

#include <stdio.h>
#include <string.h>

#include "http/tls_look.h"
#include "program/print.h"
#include "start/db_copy.h"
#include "start/open.h"

static bool
check_tls(const struct settings *settings, char *error, size_t error_size)
{
    struct tls_look look = {.is_over = false};

    if (settings->tls_cert[0] == '\0')
        return true;
    if (!tls_look(&look, settings->tls_cert, settings->tls_key, error, error_size))
        return false;
    print("tls-cert %s: from %s to %s; the key is its own\n", settings->tls_cert, look.begins,
          look.ends);
    if (look.is_over || look.is_too_early)
        print_to(stderr, "qfpay-mock: warning: tls-cert %s: %s %s\n", settings->tls_cert,
                 look.is_over ? "it has expired, on" : "it is not valid before",
                 look.is_over ? look.ends : look.begins);
    return true;
}

static bool
check_trusted(const struct settings *settings, char *error, size_t error_size)
{
    const char *file = settings->notify_cacert;
    int count;
    int over;

    if (file[0] == '\0')
        return true;
    if (!tls_look_trusted(file, &count, &over, error, error_size))
        return false;
    print("notify-cacert %s: %d certificate%s\n", file, count, count == 1 ? "" : "s");
    if (over > 0)
        print_to(stderr, "qfpay-mock: warning: notify-cacert %s: %d expired\n", file, over);
    return true;
}

static void
tell_database(const char *path, const struct db_copy *copy, const struct server *server)
{
    const struct merchant *merchant = NULL;
    size_t merchants = 0;
    size_t orders = 0;

    while ((merchant = registry_next(&server->merchants, merchant))) {
        const struct store_walk walk = store_walk_merchant(server->store, merchant, NULL);

        merchants++;
        for (size_t i = 0; i < walk.count; i++)
            orders += walk.left[i];
    }
    print("database %s: of qfpay-mock, schema %u, %zu merchants, %zu orders\n", path, copy->schema,
          merchants, orders);
}

/* An error about the copy is one about the file. */
static void
name_original(const struct db_copy *copy, const char *path, char *error, size_t error_size)
{
    char named[600];
    const char *at = copy->path[0] == '\0' ? NULL : strstr(error, copy->path);

    if (!at)
        return;
    (void)snprintf(named, sizeof named, "%.*s%.150s%.300s", (int)(at - error), error, path,
                   at + strlen(copy->path));
    (void)snprintf(error, error_size, "%s", named);
}

/* With the copy, or in memory where there is none: then the rest is seen all the same. */
static bool
check_server(const struct settings *settings, const struct db_copy *copy, char *error,
             size_t error_size)
{
    struct settings with_copy = *settings;
    struct server server;

    (void)snprintf(with_copy.db, sizeof with_copy.db, "%s", copy->path);
    if (!server_open(&server, &with_copy, error, error_size)) {
        name_original(copy, settings->db, error, error_size);
        return false;
    }
    if (copy->path[0] != '\0')
        tell_database(settings->db, copy, &server);
    else if (settings->db[0] != '\0')
        print("database %s: %s\n", settings->db,
              copy->is_served ? "another process serves it, so it was not read"
                              : "there is none yet, it will be made");
    server_close(&server);
    return true;
}

bool
check_config(const struct settings *settings, char *error, size_t error_size)
{
    struct db_copy copy = {.schema = 0};
    bool is_good = check_tls(settings, error, error_size) &&
                   check_trusted(settings, error, error_size) &&
                   (settings->db[0] == '\0' ||
                    db_copy_make(&copy, settings->db, error, error_size)) &&
                   check_server(settings, &copy, error, error_size);

    db_copy_remove(&copy);
    if (is_good)
        (void)puts("the configuration is good");
    return is_good;
}
