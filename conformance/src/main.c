/* qfpay-conform: the entry, the search for the fixtures, and which function is which command. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/seed.h"
#include "commands/commands.h"
#include "drift/drift.h"
#include "fixture/load.h"
#include "network/network.h"
#include "options/command_line.h"
#include "program/print.h"
#include "selftest/selftest.h"
#include "server/server.h"
#include "testee/client.h"

static bool
is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder given, else that of the installation this program belongs to, else the source tree. */
static const char *
find_fixtures(const struct options *options, char *room, size_t room_size)
{
    char program[2048];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash;

    if (options->fixtures)
        return options->fixtures;
    program[len < 0 ? 0 : len] = '\0';
    slash = strrchr(program, '/');
    if (slash) {
        *slash = '\0';
        snprintf(room, room_size, "%s/" QFPAY_FIXTURES_BESIDE, program);
        if (is_folder(room))
            return room;
    }
    return QFPAY_FIXTURES_SOURCE;
}

static enum exit_status
run_command(const struct suite *suite, const struct options *options)
{
    switch (options->command) {
    case COMMAND_SERVER:
        return server_command(suite, options);
    case COMMAND_CLIENT:
        return options->network ? network_command(suite, options) : client_command(suite, options);
    case COMMAND_DIFF:
        return diff_command(suite, options);
    case COMMAND_RECORD:
        return record_command(suite, options);
    case COMMAND_SELFTEST:
        return selftest_command(suite, options);
    case COMMAND_LIST:
        return list_command(suite, options);
    case COMMAND_EXPLAIN:
        return explain_command(suite, options);
    case COMMAND_COVERAGE:
        return coverage_command(suite, options);
    case COMMAND_VERIFY:
    case COMMAND_COMPARE:
    case COMMAND_COUNT:
        break;
    }
    return EXIT_USAGE;
}

/* Reports are read wherever they are, with or without sound fixtures. */
static bool
reads_reports(const struct options *options, const char *fixtures, enum exit_status *status)
{
    if (options->command == COMMAND_VERIFY)
        *status = verify_command(fixtures, options);
    else if (options->command == COMMAND_COMPARE)
        *status = compare_command(options);
    else
        return false;
    return true;
}

static enum exit_status
run(int argc, char **argv)
{
    struct options options;
    char room[4096];
    const char *fixtures;
    struct suite *suite;
    enum exit_status status;

    switch (options_parse(&options, argc, argv, stdout, stderr)) {
    case OPTIONS_HELP:
    case OPTIONS_VERSION:
        return EXIT_AS_EXPECTED;
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    case OPTIONS_READ:
        break;
    }
    if (options.seed)
        seed_set(options.seed);
    fixtures = find_fixtures(&options, room, sizeof room);
    if (reads_reports(&options, fixtures, &status))
        return status;
    suite = suite_load(fixtures, stderr);
    if (!suite)
        return EXIT_USAGE;
    status = run_command(suite, &options);
    suite_free(suite);
    return status;
}

int
main(int argc, char **argv)
{
    enum exit_status status = run(argc, argv);

    return (int)(!print_end("qfpay-conform") && status == EXIT_AS_EXPECTED ? EXIT_USAGE : status);
}
