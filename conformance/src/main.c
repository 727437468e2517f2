/* qfpay-conform: the entry, the commands that need no server, and the search for the fixtures. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "matrix.h"
#include "options.h"
#include "server.h"

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
list_command(const struct suite *suite, const struct options *options)
{
    size_t i, k, listed = 0;

    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        if (!options_select(options, test->id))
            continue;
        listed++;
        printf("%-48s %-8s %-15s ", test->id, evidence_name(test->evidence),
               safety_name(test->safety));
        for (k = 0; k < test->requirement_count; k++)
            printf("%s%s", k ? "," : "", test->requirements[k]->id);
        putchar('\n');
    }
    if (!listed)
        fputs("qfpay-conform: the filter selects no case\n", stderr);
    return listed ? EXIT_AS_EXPECTED : EXIT_USAGE;
}

static void
explain_requirement(const struct suite *suite, const struct requirement *requirement)
{
    size_t i, k;

    printf("%s (%s)\n  %s\n  evidence [%s] %s\n", requirement->id, requirement->section,
           requirement->text, evidence_name(requirement->evidence), requirement->source);
    if (!requirement->observable)
        printf("  not observable: %s\n", requirement->reason);
    for (i = 0; i < suite->case_count; i++) {
        for (k = 0; k < suite->cases[i].requirement_count; k++) {
            if (suite->cases[i].requirements[k] == requirement)
                printf("  %s: %s\n", suite->cases[i].id, suite->cases[i].comment);
        }
    }
}

static void
explain_case(const struct suite *suite, const struct test_case *test, struct target *target,
             struct arena *arena)
{
    size_t i;

    printf("%s (%s)\n  %s\n  evidence [%s] %s, checked %s\n  %s", test->id, test->file,
           test->comment, evidence_name(test->evidence), test->source, test->checked,
           safety_name(test->safety));
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (test->needs & capability_bit((enum capability)i))
            printf(", needs %s", capability_name((enum capability)i));
    }
    for (i = 0; i < test->pay_type_count; i++)
        printf(", needs pay_type.%s", test->pay_types[i]);
    putchar('\n');
    for (i = 0; i < test->requirement_count; i++)
        printf("  %s: %s\n", test->requirements[i]->id, test->requirements[i]->text);
    fputs(preview_case(suite, target, arena, test), stdout);
}

static enum exit_status
explain_command(const struct suite *suite, const struct options *options)
{
    const struct test_case *test = suite_find_case(suite, options->subject);
    const struct requirement *requirement = suite_find_requirement(suite, options->subject);
    struct arena *arena = arena_new();
    struct target *target = arena_alloc(arena, sizeof *target);
    enum exit_status status = EXIT_AS_EXPECTED;

    if (requirement) {
        explain_requirement(suite, requirement);
    } else if (test && qfpay_signer_new(&target->signer, NULL) == QFPAY_OK) {
        explain_case(suite, test, target, arena);
    } else {
        fprintf(stderr, "qfpay-conform: %s is neither a case nor a requirement\n",
                options->subject);
        status = EXIT_USAGE;
    }
    qfpay_signer_free(target->signer);
    arena_free(arena);
    return status;
}

static enum exit_status
coverage_command(const struct suite *suite)
{
    struct arena *arena = arena_new();

    coverage_print(stdout, suite, matrix_build(suite, arena, NULL, 0));
    arena_free(arena);
    return EXIT_AS_EXPECTED;
}

static enum exit_status
run_command(const struct suite *suite, const struct options *options)
{
    switch (options->command) {
    case COMMAND_SERVER:
        return server_command(suite, options);
    case COMMAND_CLIENT:
    case COMMAND_DIFF:
    case COMMAND_RECORD:
    case COMMAND_SELFTEST:
        break;
    case COMMAND_LIST:
        return list_command(suite, options);
    case COMMAND_EXPLAIN:
        return explain_command(suite, options);
    case COMMAND_COVERAGE:
        return coverage_command(suite);
    case COMMAND_COUNT:
        break;
    }
    return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
    struct options options;
    char room[4096];
    struct suite *suite;
    enum exit_status status;

    switch (options_parse(&options, argc, argv, stdout, stderr)) {
    case PARSED_DONE:
        return EXIT_AS_EXPECTED;
    case PARSED_WRONG:
        return EXIT_USAGE;
    case PARSED_RUN:
        break;
    }
    suite = suite_load(find_fixtures(&options, room, sizeof room), stderr);
    if (!suite)
        return EXIT_USAGE;
    status = run_command(suite, &options);
    suite_free(suite);
    return (int)status;
}
