/* See local_mock.h. */
#include "base/local_mock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/moment.h"

extern char **environ; /* POSIX has programs declare it themselves */

enum { STOP_PATIENCE_MS = 3000, SETTINGS_MAX = 64 };

/* From this program's folder: when installed, and where a build leaves it. */
static const char *const places[] = {"qfpay-mock", "../mock_server/qfpay-mock"};

const char *
local_mock_find(const char *given, char *room, size_t room_size)
{
    char program[2048];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash;
    size_t i;

    if (given)
        return given;
    program[len < 0 ? 0 : len] = '\0';
    slash = strrchr(program, '/');
    for (i = 0; slash && i < sizeof places / sizeof places[0]; i++) {
        *slash = '\0';
        if ((size_t)snprintf(room, room_size, "%s/%s", program, places[i]) < room_size &&
            access(room, X_OK) == 0)
            return room;
    }
    return "qfpay-mock";
}

/* Settings of the user's own mock shall not change ours: empty counts as unset. */
struct cleared {
    const char *variables[SETTINGS_MAX + 1];
    char names[SETTINGS_MAX][80];
};

static void
clear_settings(struct cleared *cleared)
{
    size_t i, count = 0;

    for (i = 0; environ[i] && count < SETTINGS_MAX; i++) {
        size_t len = strcspn(environ[i], "=");

        if (strncmp(environ[i], "QFPAY_MOCK_", 11) != 0 || len + 2 > sizeof cleared->names[0])
            continue;
        memcpy(cleared->names[count], environ[i], len);
        memcpy(cleared->names[count] + len, "=", 2);
        cleared->variables[count] = cleared->names[count];
        count++;
    }
    cleared->variables[count] = NULL;
}

/* "qfpay-mock VERSION listening on http://HOST:PORT": what stands behind "on". */
static bool
read_url(struct local_mock *mock)
{
    const char *line = NULL, *url;
    size_t len = 0;

    if (child_read_line(&mock->child.output, now_ms() + LOCAL_MOCK_START_MS, &line, &len) !=
        CHILD_LINE)
        return false;
    url = strstr(line, " listening on ");
    if (!url)
        return false;
    url += strlen(" listening on ");
    return (size_t)snprintf(mock->url, sizeof mock->url, "%s", url) < sizeof mock->url;
}

bool
local_mock_start(struct local_mock *mock, const char *program, const char *const *arguments)
{
    static const char *const always[] = {"--port", "0", "--log", "off"};
    char *argv[LOCAL_MOCK_ARGUMENTS_MAX + 6] = {(char *)program};
    struct cleared cleared;
    struct child_wish wish = {.argv = argv, .variables = cleared.variables, .output = true};
    const char *reason = "";
    char ending[80];
    size_t i, count = 1;

    memset(mock, 0, sizeof *mock);
    for (i = 0; i < sizeof always / sizeof always[0]; i++)
        argv[count++] = (char *)always[i];
    for (i = 0; arguments && arguments[i] && i < LOCAL_MOCK_ARGUMENTS_MAX; i++)
        argv[count++] = (char *)arguments[i];
    clear_settings(&cleared);
    if (!child_start(&mock->child, &wish, &reason)) {
        snprintf(mock->problem, sizeof mock->problem, "%s cannot be started: %s", program, reason);
        return false;
    }
    if (read_url(mock))
        return true;
    (void)child_wait(&mock->child, now_ms() + STOP_PATIENCE_MS);
    snprintf(mock->problem, sizeof mock->problem, "%s did not say where it listens: it %s", program,
             child_ending(&mock->child, ending, sizeof ending));
    local_mock_stop(mock);
    return false;
}

void
local_mock_stop(struct local_mock *mock)
{
    child_stop(&mock->child, STOP_PATIENCE_MS);
}
