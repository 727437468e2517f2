/* The command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/command_line.h"
#include "support.h"

static struct options options;
static char said[4096];

/* Parse "server --strict" and the like; words are separated by single spaces. */
static enum options_end
parse(const char *line)
{
    static char copy[512]; /* the options point into it */
    char *rest = copy, *word;
    char *argv[32] = {"qfpay-conform"};
    int argc = 1;
    FILE *notes = fmemopen(said, sizeof said, "w");
    enum options_end parsed;

    assert_non_null(notes);
    snprintf(copy, sizeof copy, "%s", line);
    said[0] = '\0';
    while ((word = strsep(&rest, " ")) && argc < 31)
        argv[argc++] = word;
    parsed = options_parse(&options, argc, argv, notes, notes);
    fclose(notes);
    return parsed;
}

static void
a_sandbox_needs_no_option(void **state)
{
    (void)state;
    assert_int_equal(parse("server"), OPTIONS_READ);
    assert_string_equal(options.target, "http://127.0.0.1:8080");
    assert_non_null(options.merchants[ROLE_DEFAULT].client_key);
    assert_null(options.merchants[ROLE_AGENT].app_code);
}

static void
the_other_merchant_has_another_app_code_or_mchid(void **state)
{
    (void)state;
    assert_int_equal(
        parse("server --app-code A --client-key K --other-app-code B --other-client-key K"),
        OPTIONS_READ);
    assert_string_equal(options.merchants[ROLE_OTHER].app_code, "B");
    assert_int_equal(parse("server --app-code A --client-key K --mchid M --other-app-code A "
                           "--other-client-key K --other-mchid N"),
                     OPTIONS_READ);
    assert_string_equal(options.merchants[ROLE_OTHER].mchid, "N");
}

static void
what_meets_no_target_needs_no_credentials(void **state)
{
    (void)state;
    setenv("QFPAY_APP_CODE", "A", 1);
    setenv("QFPAY_AGENT_MCHID", "M", 1);
    setenv("QFPAY_SIGN_TYPE", "MD4", 1);
    assert_int_equal(parse("explain payment.answer.echo"), OPTIONS_READ);
    assert_int_equal(parse("list"), OPTIONS_READ);
    assert_int_equal(parse("server"), OPTIONS_WRONG);
    unsetenv("QFPAY_SIGN_TYPE");
    unsetenv("QFPAY_AGENT_MCHID");
    unsetenv("QFPAY_APP_CODE");
}

static void
filters_are_globs_and_any_may_match(void **state)
{
    (void)state;
    assert_int_equal(parse("server --filter a.* --filter *.b"), OPTIONS_READ);
    assert_true(options_select(&options, "a.x"));
    assert_true(options_select(&options, "x.b"));
    assert_false(options_select(&options, "x.y"));
}

/* Rows: a line that is refused, and what the refusal says. */
static const char *const refused[][2] = {
    {"", "unknown command"},
    {"frobnicate", "unknown command 'frobnicate'; see qfpay-conform --help"},
    {"sever", "unknown command 'sever'; did you mean 'server'?"},
    {"client", "takes the command to run"},
    {"client --answer-timeout 0 -- x", "--answer-timeout"},
    {"diff --left http://127.0.0.1:1", "takes --left and --right"},
    {"record", "takes --out"},
    {"server --alive", "unknown option '--alive'; did you mean '--live'?"},
    {"server --filtre=a", "unknown option '--filtre'; did you mean '--filter'?"},
    {"server --nonsense", "unknown option '--nonsense'; see qfpay-conform --help"},
    {"list --taget", "unknown option '--taget'; see qfpay-conform --help"},
    {"list --live", "list does not know --live"},
    {"server --filter", "missing value of --filter"},
    {"list --strict", "list does not know --strict"},
    {"explain", "takes the id"},
    {"server now", "unexpected argument now"},
    {"server --rate fast", "--rate takes a number"},
    {"server --rate 0/s", "--rate takes a number"},
    {"server --sign-type SHA1", "unknown sign type 'SHA1'; it must be MD5 or SHA256"},
    {"server --sign-type sha-256", "unknown sign type 'sha-256'; did you mean 'SHA256'?"},
    {"server --app-code A", "go together"},
    {"diff --left a --right b --left-app-code A", "go together"},
    {"diff --left a --right b --right-sign-type SHA1", "MD5 or SHA256"},
    {"server --left-app-code A", "does not know --left-app-code"},
    {"server --agent-app-code A", "app code, client key and mchid"},
    {"server --other-app-code A", "the other merchant takes app code and client key"},
    {"server --other-mchid A", "the other merchant takes app code and client key"},
    {"server --other-sign-type SHA1", "MD5 or SHA256"},
    {"server --app-code A --client-key K --other-app-code A --other-client-key K",
     "the other merchant is the same as the first"},
    {"server --app-code A --client-key K --mchid M --other-app-code A --other-client-key K "
     "--other-mchid M",
     "the other merchant is the same as the first"},
};

static void
a_wrong_command_line_gets_one_line_that_says_why(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(parse(refused[i][0]), OPTIONS_WRONG);
        assert_contains(said, refused[i][1]);
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    }
}

static void
a_rate_is_a_number_a_second(void **state)
{
    (void)state;
    assert_int_equal(parse("server --rate 5/s"), OPTIONS_READ);
    assert_int_equal(options.rate, 5);
}

static void
a_testee_has_five_seconds_for_an_answer_unless_given_others(void **state)
{
    (void)state;
    assert_int_equal(parse("client -- x"), OPTIONS_READ);
    assert_int_equal(options.answer_timeout, 5);
    assert_int_equal(parse("client --answer-timeout 30 -- x"), OPTIONS_READ);
    assert_int_equal(options.answer_timeout, 30);
}

static void
a_side_of_diff_has_the_merchant_of_both_unless_it_has_its_own(void **state)
{
    (void)state;
    assert_int_equal(parse("diff --left a --right b --app-code BOTH --client-key K --mchid M "
                           "--left-app-code LEFT --left-client-key L"),
                     OPTIONS_READ);
    assert_string_equal(options.left_merchant.app_code, "LEFT");
    assert_string_equal(options.left_merchant.client_key, "L");
    assert_string_equal(options.left_merchant.mchid, "");
    assert_string_equal(options.right_merchant.app_code, "BOTH");
    assert_string_equal(options.right_merchant.mchid, "M");
}

static void
help_is_no_mistake(void **state)
{
    (void)state;
    assert_int_equal(parse("--help"), OPTIONS_HELP);
    assert_contains(said, "exit status");
}

static void
help_of_a_command_tells_its_own_options_only(void **state)
{
    (void)state;
    assert_int_equal(parse("list --help"), OPTIONS_HELP);
    assert_contains(said, "--filter");
    assert_lacks(said, "--client-key");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sandbox_needs_no_option),
        cmocka_unit_test(the_other_merchant_has_another_app_code_or_mchid),
        cmocka_unit_test(what_meets_no_target_needs_no_credentials),
        cmocka_unit_test(filters_are_globs_and_any_may_match),
        cmocka_unit_test(a_wrong_command_line_gets_one_line_that_says_why),
        cmocka_unit_test(a_rate_is_a_number_a_second),
        cmocka_unit_test(a_testee_has_five_seconds_for_an_answer_unless_given_others),
        cmocka_unit_test(a_side_of_diff_has_the_merchant_of_both_unless_it_has_its_own),
        cmocka_unit_test(help_is_no_mistake),
        cmocka_unit_test(help_of_a_command_tells_its_own_options_only),
    };
    static const char *const settings[] = {"QFPAY_BASE_URL",         "QFPAY_APP_CODE",
                                           "QFPAY_CLIENT_KEY",       "QFPAY_MCHID",
                                           "QFPAY_SIGN_TYPE",        "QFPAY_AGENT_APP_CODE",
                                           "QFPAY_AGENT_CLIENT_KEY", "QFPAY_AGENT_MCHID",
                                           "QFPAY_OTHER_APP_CODE",   "QFPAY_OTHER_CLIENT_KEY",
                                           "QFPAY_OTHER_MCHID"};
    size_t i;

    /* The machine that runs the tests may be set up for a real server. */
    for (i = 0; i < sizeof settings / sizeof settings[0]; i++)
        unsetenv(settings[i]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
