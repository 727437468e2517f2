/* Flags, environment and file: what each accepts, which of them wins, and how mistakes are told.
 * What the file says about merchants is config_file_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "defect/defect.h"
#include "start/read_settings.h"

enum { FLAGS_MAX = 12 };

/* What came of the last reading. */
struct desk {
    struct settings settings;
    bool ok;
    char error[OPTIONS_ERROR_SIZE];
};

static int
sit_down(void **state)
{
    static struct desk desk;

    memset(&desk, 0, sizeof desk);
    *state = &desk;
    return 0;
}

static int
get_up(void **state)
{
    struct desk *desk = *state;

    settings_free(&desk->settings);
    unsetenv("QFPAY_MOCK_PROFILE");
    unsetenv("QFPAY_MOCK_FREEZE_CLOCK");
    unsetenv("QFPAY_MOCK_EMPTY_VALUES");
    unsetenv("QFPAY_MOCK_PORT");
    unsetenv("QFPAY_MOCK_CONFIG");
    return 0;
}

static const struct settings *reading(struct desk *desk, ...) __attribute__((sentinel));

static const struct settings *
reading(struct desk *desk, ...)
{
    char *flags[FLAGS_MAX] = {"qfpay-mock"};
    int count = 1;
    va_list args;
    char *flag;

    va_start(args, desk);
    while ((flag = va_arg(args, char *))) {
        assert_true(count < FLAGS_MAX - 1);
        flags[count++] = flag;
    }
    va_end(args);
    settings_free(&desk->settings);
    desk->ok = settings_read(&desk->settings, count, flags, defect_missed, desk->error) ==
               OPTIONS_READ;
    return &desk->settings;
}

static void
assert_refused(const struct desk *desk, const char *word)
{
    assert_false(desk->ok);
    assert_null(strchr(desk->error, '\n'));
    if (!strstr(desk->error, word))
        fail_msg("\"%s\" is not in: %s", word, desk->error);
}

static void
without_options_the_design_holds(void **state)
{
    const struct settings *settings = reading(*state, NULL);

    assert_string_equal(settings->host, "127.0.0.1");
    assert_int_equal(settings->port, 8080);
    assert_string_equal(settings->profile->name, "observed");
    assert_int_equal(settings->lang, QFPAY_LANG_EN);
    assert_true(settings->triggers);
    assert_int_equal(settings->empty_values, EMPTY_VALUES_BOTH);
    assert_false(settings->freeze_clock);
    assert_int_equal(settings->auto_pay_seconds, -1);
    assert_string_equal(settings->db, "");
}

static void
numbers_have_bounds(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(reading(desk, "--port", "65535", NULL)->port, 65535);
    assert_int_equal(reading(desk, "--port", "0", NULL)->port, 0);
    reading(desk, "--port", "65536", NULL);
    assert_refused(desk, "port");
    reading(desk, "--port", "-1", NULL);
    assert_refused(desk, "port");
    reading(desk, "--port", "80x", NULL);
    assert_refused(desk, "80x");
    reading(desk, "--port", "", NULL);
    assert_refused(desk, "port");
    reading(desk, "--journal", "-1", NULL);
    assert_refused(desk, "journal");
    reading(desk, "--journal", "1000001", NULL);
    assert_refused(desk, "journal");
    assert_true(reading(desk, "--journal-bytes", "64K", NULL)->journal_max[JOURNAL_BYTES] == 65536);
    reading(desk, "--journal-bytes", "65535", NULL);
    assert_refused(desk, "--journal-bytes takes a size");
    reading(desk, "--journal-total", "1K", NULL);
    assert_refused(desk, "--journal-total takes a size");
    reading(desk, "--seed", "18446744073709551616", NULL);
    assert_refused(desk, "seed");
    assert_true(reading(desk, "--seed", "18446744073709551615", NULL)->seed == UINT64_MAX);
}

static void
a_time_to_start_at_is_read_in_utc_plus_8(void **state)
{
    struct desk *desk = *state;
    const struct settings *settings = reading(desk, "--now", "2020-04-10 11:45:44", NULL);

    assert_true(settings->has_now);
    assert_int_equal(settings->now, 1586490344);
    reading(desk, "--now", "noon", NULL);
    assert_refused(desk, "noon");
}

static void
words_are_those_of_the_table(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(reading(desk, "--lang", "zh-hans", NULL)->lang, QFPAY_LANG_ZH_HANS);
    assert_int_equal(reading(desk, "--log", "json", NULL)->log, LOG_JSON);
    assert_int_equal(reading(desk, "--empty-values", "dropped", NULL)->empty_values,
                     EMPTY_VALUES_DROPPED);
    reading(desk, "--lang", "de", NULL);
    assert_refused(desk, "de");
    reading(desk, "--log", "xml", NULL);
    assert_refused(desk, "xml");
    reading(desk, "--empty-values", "none", NULL);
    assert_refused(desk, "unknown --empty-values 'none'; it must be both, dropped or signed");
    reading(desk, "--profile", "Observed", NULL);
    assert_refused(desk, "Observed");
}

static void
a_mistyped_option_or_value_is_answered_with_the_nearest(void **state)
{
    struct desk *desk = *state;

    reading(desk, "--porto", "1", NULL);
    assert_refused(desk, "unknown option '--porto'; did you mean '--port'?");
    reading(desk, "--jornal=1", NULL);
    assert_refused(desk, "unknown option '--jornal'; did you mean '--journal'?");
    reading(desk, "--profile", "obsrved", NULL);
    assert_refused(desk, "unknown --profile 'obsrved'; did you mean 'observed'?");
    reading(desk, "--lang", "zh-hnt", NULL);
    assert_refused(desk, "; did you mean 'zh-hant'?");
    reading(desk, "--log", "txt", NULL);
    assert_refused(desk, "; did you mean 'text'?");
}

static void
what_is_like_nothing_is_answered_without_a_guess(void **state)
{
    struct desk *desk = *state;

    reading(desk, "--xyzzy", NULL);
    assert_refused(desk, "unknown option '--xyzzy'");
    assert_null(strstr(desk->error, "did you mean"));
    reading(desk, "--profile", "xyzzy", NULL);
    assert_refused(desk, "observed or documented");
    assert_null(strstr(desk->error, "did you mean"));
    reading(desk, "--port", "N", NULL);
    assert_refused(desk, "port");
    assert_null(strstr(desk->error, "did you mean"));
}

static void
texts_that_do_not_fit_are_refused(void **state)
{
    struct desk *desk = *state;
    char host[300];

    memset(host, 'h', sizeof host - 1);
    host[sizeof host - 1] = '\0';
    reading(desk, "--host", host, "--control-token", "t", NULL);

    assert_refused(desk, "host");
}

static void
options_that_do_not_work_yet_are_unknown(void **state)
{
    struct desk *desk = *state;

    reading(desk, "--tls-cert", "x", NULL);
    assert_refused(desk, "tls-cert");
}

static void
the_environment_sets_what_no_flag_sets(void **state)
{
    setenv("QFPAY_MOCK_PROFILE", "documented", 1);
    setenv("QFPAY_MOCK_FREEZE_CLOCK", "true", 1);
    setenv("QFPAY_MOCK_EMPTY_VALUES", "signed", 1);

    assert_int_equal(reading(*state, NULL)->empty_values, EMPTY_VALUES_SIGNED);
    assert_string_equal(reading(*state, NULL)->profile->name, "documented");
    assert_true(reading(*state, NULL)->freeze_clock);
    assert_string_equal(reading(*state, "--profile", "observed", NULL)->profile->name, "observed");
}

static void
an_empty_environment_is_none(void **state)
{
    setenv("QFPAY_MOCK_PORT", "", 1);

    assert_int_equal(reading(*state, NULL)->port, 8080);
}

static void
a_mistake_in_the_environment_is_told_with_its_origin(void **state)
{
    struct desk *desk = *state;

    setenv("QFPAY_MOCK_PORT", "many", 1);
    reading(desk, NULL);

    assert_refused(desk, "QFPAY_MOCK_PORT takes a number from 0 to 65535, not 'many'");
}

static void
a_flag_in_the_environment_is_true_or_false(void **state)
{
    struct desk *desk = *state;

    setenv("QFPAY_MOCK_FREEZE_CLOCK", "false", 1);
    assert_false(reading(desk, NULL)->freeze_clock);
    setenv("QFPAY_MOCK_FREEZE_CLOCK", "maybe", 1);
    reading(desk, NULL);

    assert_refused(desk, "true or false");
}

static void
flags_win_over_the_environment_and_both_over_the_file(void **state)
{
    struct desk *desk = *state;
    char path[] = "/tmp/qfpay-options-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    const struct settings *settings;

    assert_non_null(file);
    fputs("{\"port\": 1, \"journal\": 2, \"seed\": 3, \"no-triggers\": true, \"empty-values\": "
          "\"signed\"}",
          file);
    fclose(file);
    setenv("QFPAY_MOCK_PORT", "11", 1);
    setenv("QFPAY_MOCK_CONFIG", path, 1);
    settings = reading(desk, "--journal", "22", NULL);
    unlink(path);

    assert_true(desk->ok);
    assert_int_equal(settings->port, 11);
    assert_int_equal(settings->journal_max[JOURNAL_ENTRIES], 22);
    assert_int_equal(settings->seed, 3);
    assert_false(settings->triggers);
    assert_int_equal(settings->empty_values, EMPTY_VALUES_SIGNED);
}

static void
the_token_is_never_repeated(void **state)
{
    struct desk *desk = *state;
    char token[300];

    memset(token, 't', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    reading(desk, "--control-token", token, NULL);

    assert_refused(desk, "control-token");
    assert_null(strstr(desk->error, "ttt"));
}

static void
a_host_that_strangers_reach_needs_a_token(void **state)
{
    static char *const open_hosts[] = {"0.0.0.0", "::", "192.168.0.1", "example.com",
                                       "127.0.0.1.example.com"};
    static char *const own_hosts[] = {"127.0.0.1", "127.1.2.3", "localhost", "::1"};
    struct desk *desk = *state;

    for (size_t i = 0; i < sizeof open_hosts / sizeof open_hosts[0]; i++) {
        reading(desk, "--host", open_hosts[i], NULL);
        assert_refused(desk, "--control-token");
        reading(desk, "--host", open_hosts[i], "--control-token", "t", NULL);
        assert_true(desk->ok);
        assert_false(desk->settings.notify_hosts.is_on_loopback);
        reading(desk, "--host", open_hosts[i], "--open-control", NULL);
        assert_true(desk->ok);
    }
    for (size_t i = 0; i < sizeof own_hosts / sizeof own_hosts[0]; i++) {
        reading(desk, "--host", own_hosts[i], NULL);
        assert_true(desk->ok);
        assert_true(desk->settings.notify_hosts.is_on_loopback);
    }
}

static void
help_lists_every_option(void **state)
{
    static const char *const names[] = {"--host",          "--port",
                                        "--port-file",     "--config",
                                        "--check-config",  "--db",
                                        "--sync",          "--profile",
                                        "--lang",          "--auto-pay",
                                        "--no-triggers",   "--notify-hosts",
                                        "--empty-values",  "--now",
                                        "--freeze-clock",  "--seed",
                                        "--journal",       "--control-token",
                                        "--log",           "--show-credentials",
                                        "--open-control",  "--allow-host",
                                        "--allow-origin",  "--no-built-in",
                                        "--journal-bytes", "--journal-total",
                                        "--version",       "--help"};
    char text[8192] = "";
    FILE *out = tmpfile();

    (void)state;
    assert_non_null(out);
    settings_help(out);
    rewind(out);
    assert_true(fread(text, 1, sizeof text - 1, out) > 0);
    fclose(out);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(strstr(text, names[i]));
}

int
main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, sit_down, get_up)
    static const struct CMUnitTest tests[] = {
        DESK_TEST(without_options_the_design_holds),
        DESK_TEST(numbers_have_bounds),
        DESK_TEST(a_time_to_start_at_is_read_in_utc_plus_8),
        DESK_TEST(words_are_those_of_the_table),
        DESK_TEST(a_mistyped_option_or_value_is_answered_with_the_nearest),
        DESK_TEST(what_is_like_nothing_is_answered_without_a_guess),
        DESK_TEST(texts_that_do_not_fit_are_refused),
        DESK_TEST(options_that_do_not_work_yet_are_unknown),
        DESK_TEST(the_environment_sets_what_no_flag_sets),
        DESK_TEST(an_empty_environment_is_none),
        DESK_TEST(a_mistake_in_the_environment_is_told_with_its_origin),
        DESK_TEST(a_flag_in_the_environment_is_true_or_false),
        DESK_TEST(flags_win_over_the_environment_and_both_over_the_file),
        DESK_TEST(the_token_is_never_repeated),
        DESK_TEST(a_host_that_strangers_reach_needs_a_token),
        DESK_TEST(help_lists_every_option),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
