/* The command line, the targets that may be tested, the file of known failures, printable text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case_trials.h"
#include "known.h"
#include "options.h"
#include "printable.h"
#include "support.h"

static struct options options;
static char said[4096];

/* Parse "server --strict" and the like; words are separated by single spaces. */
static enum parsed
parse(const char *line)
{
    char *copy = strdup(line), *rest = copy, *word;
    char *argv[32] = {"qfpay-conform"};
    int argc = 1;
    FILE *notes = fmemopen(said, sizeof said, "w");
    enum parsed parsed;

    assert_non_null(copy);
    assert_non_null(notes);
    said[0] = '\0';
    while ((word = strsep(&rest, " ")) != NULL && argc < 31)
        argv[argc++] = word;
    parsed = options_parse(&options, argc, argv, notes, notes);
    fclose(notes);
    free(copy);
    return parsed;
}

static void
a_sandbox_needs_no_option(void **state)
{
    (void)state;
    assert_int_equal(parse("server"), PARSED_RUN);
    assert_string_equal(options.target, "http://127.0.0.1:8080");
    assert_non_null(options.merchants[ROLE_DEFAULT].client_key);
    assert_null(options.merchants[ROLE_AGENT].app_code);
}

static void
filters_are_globs_and_any_may_match(void **state)
{
    (void)state;
    assert_int_equal(parse("server --filter a.* --filter *.b"), PARSED_RUN);
    assert_true(options_select(&options, "a.x"));
    assert_true(options_select(&options, "x.b"));
    assert_false(options_select(&options, "x.y"));
}

/* Rows: a line that is refused, and what the refusal says. */
static const char *const refused[][2] = {
    {"", "unknown command"},
    {"frobnicate", "unknown command frobnicate"},
    {"client", "takes the command to run"},
    {"diff --left http://127.0.0.1:1", "takes --left and --right"},
    {"record", "takes --out"},
    {"server --alive", "unknown option --alive"},
    {"list --live", "list does not know --live"},
    {"server --filter", "missing value of --filter"},
    {"list --strict", "list does not know --strict"},
    {"explain", "takes the id"},
    {"server now", "unexpected argument now"},
    {"server --rate fast", "--rate takes a number"},
    {"server --rate 0/s", "--rate takes a number"},
    {"server --sign-type SHA1", "MD5 or SHA256"},
    {"server --app-code A", "go together"},
    {"server --agent-app-code A", "app code, client key and mchid"},
};

static void
a_wrong_command_line_gets_one_line_that_says_why(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(parse(refused[i][0]), PARSED_WRONG);
        assert_contains(said, refused[i][1]);
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    }
}

static void
a_rate_is_a_number_a_second(void **state)
{
    (void)state;
    assert_int_equal(parse("server --rate 5/s"), PARSED_RUN);
    assert_int_equal(options.rate, 5);
}

static void
help_is_no_mistake(void **state)
{
    (void)state;
    assert_int_equal(parse("--help"), PARSED_DONE);
    assert_contains(said, "exit status");
}

/* Load known failures from a text; what is said about it goes to said. */
static bool
load_known(struct known *known, const struct suite *suite, const char *content)
{
    char path[] = "/tmp/conform-known-XXXXXX";
    int file = mkstemp(path);
    FILE *notes = fmemopen(said, sizeof said, "w");
    bool loaded;

    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    close(file);
    said[0] = '\0';
    loaded = known_load(known, case_trials(suite, suite->arena), suite->case_count, suite->arena, path,
                        notes);
    fclose(notes);
    remove(path);
    return loaded;
}

static void
known_failures_have_reasons(void **state)
{
    struct suite *suite = load_expectation("{\"http\": 200}");
    struct known known;

    (void)state;
    assert_true(load_known(&known, suite, "# why\n\nmade.case : issue 9\n"));
    assert_string_equal(known_reason(&known, "made.case"), "issue 9");
    assert_null(known_reason(&known, "other.case"));
    suite_free(suite);
}

static void
known_failures_of_unknown_cases_are_refused(void **state)
{
    struct suite *suite = load_expectation("{\"http\": 200}");
    struct known known;

    (void)state;
    assert_false(load_known(&known, suite, "made.case: a\nnone.case: b\n"));
    assert_contains(said, "line 2 names a case that does not exist");
    assert_false(load_known(&known, suite, "made.case\n"));
    assert_contains(said, "line 1 is not CASE: REASON");
    assert_false(load_known(&known, suite, "made.case: a\nmade.case: b\n"));
    assert_contains(said, "second time");
    suite_free(suite);
}

static void
what_servers_send_is_made_printable(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(printable(arena, "a測\x1b[0m"), "a測\\x1b[0m");
    assert_string_equal(printable(arena, "\xe6\xb8"), "\\xe6\\xb8");
    assert_string_equal(printable(arena, "\xc0\x80\xed\xa0\x80"), "\\xc0\\x80\\xed\\xa0\\x80");
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sandbox_needs_no_option),
        cmocka_unit_test(filters_are_globs_and_any_may_match),
        cmocka_unit_test(a_wrong_command_line_gets_one_line_that_says_why),
        cmocka_unit_test(a_rate_is_a_number_a_second),
        cmocka_unit_test(help_is_no_mistake),
        cmocka_unit_test(known_failures_have_reasons),
        cmocka_unit_test(known_failures_of_unknown_cases_are_refused),
        cmocka_unit_test(what_servers_send_is_made_printable),
    };
    static const char *const settings[] = {"QFPAY_BASE_URL", "QFPAY_APP_CODE", "QFPAY_CLIENT_KEY",
                                           "QFPAY_MCHID", "QFPAY_SIGN_TYPE"};
    size_t i;

    /* The machine that runs the tests may be set up for a real server. */
    for (i = 0; i < sizeof settings / sizeof settings[0]; i++)
        unsetenv(settings[i]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
