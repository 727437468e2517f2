/* The --config file: a mistake is named with its line, its key and the reason, before anything is
 * started. */
#include "defect/defect.h"
#include "shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read these lines as a config file; the error, "" for none. */
static const char *
reading(struct shop *shop, const char *text)
{
    char path[] = "/tmp/qfpay-config-test-XXXXXX";
    char *flags[] = {"qfpay-mock", "--config", path, NULL};
    char error[OPTIONS_ERROR_SIZE] = "";
    struct settings settings;
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    (void)settings_read(&settings, 3, flags, defect_missed, error);
    settings_free(&settings);
    unlink(path);
    return format(shop, "%s", error);
}

static void
assert_says(const char *error, const char *line, const char *reason)
{
    if (!strstr(error, line) || !strstr(error, reason))
        fail_msg("the error \"%s\" does not say %s and %s", error, line, reason);
}

#define MERCHANT(app_code, members)                                                                \
    "{\"app_code\": \"" app_code "\",\n\"client_key\": \"0F1E2D3C4B5A6978\"" members "}"
#define ONE "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define TWO "B1B2C3D4E5F60718293A4B5C6D7E8F90"

static void
a_good_file_is_read(void **state)
{
    const char *error = reading(*state,
                                "{\"port\": 0,\n \"rate-limit\": true,\n \"merchants\": [" MERCHANT(
                                    ONE, "") ", " MERCHANT(TWO, ", \"mchids\": [\"m1\"]") "]}");

    assert_string_equal(error, "");
}

static void
text_that_is_no_json_is_named_with_its_line(void **state)
{
    assert_says(reading(*state, "{\"port\": 0,\n\"journal\": 1,\n"), "line 3", "JSON");
}

static void
an_unknown_option_is_named_with_its_line(void **state)
{
    assert_says(reading(*state, "{\n\"port\": 0,\n\"prot\": 1}"), "line 3",
                "unknown option 'prot'; did you mean 'port'?");
}

static void
a_key_is_not_taken_for_a_value_of_the_same_text(void **state)
{
    assert_says(reading(*state, "{\"host\": \"journal\",\n\"journal\": \"many\"}"), "line 2",
                "journal");
}

static void
a_key_that_is_there_twice_is_refused(void **state)
{
    assert_says(reading(*state, "{\"port\": 1,\n\"port\": 2}"), "line 2", "twice");
}

static void
merchants_must_be_an_array(void **state)
{
    assert_says(reading(*state, "{\"port\": 1,\n\"merchants\": {}}"), "line 2", "array");
}

static void
a_mistake_in_a_merchant_is_named_with_its_own_line(void **state)
{
    struct shop *shop = *state;

    assert_says(reading(shop, "{\"merchants\": [" MERCHANT(ONE, "") ",\n" MERCHANT(
                                  TWO, ",\n\"mchids\": [5]") "]}"),
                "line 5", "merchants[1]: a mchid");
}

static void
a_mistake_in_a_feature_is_named_with_its_own_line(void **state)
{
    assert_says(reading(*state, "{\"merchants\": [" MERCHANT(
                                    ONE, ",\n\"features\": {\n\"real_name\": true,\n"
                                         "\"rate_limit\": \"yes\"}") "]}"),
                "line 5", "merchants[0]: features.rate_limit");
}

static void
a_notify_url_that_nothing_goes_to_is_refused(void **state)
{
    assert_says(reading(*state, "{\"merchants\": [" MERCHANT(
                                    ONE, ",\n\"notify_url\": \"127.0.0.1:8081\"") "]}"),
                "line 3", "The URL is not http://HOST");
}

static void
credentials_are_needed(void **state)
{
    assert_says(reading(*state, "{\"merchants\": [\n{\"app_code\": \"" ONE "\"}]}"), "line 2",
                "client_key");
}

static void
an_app_code_belongs_to_one_merchant(void **state)
{
    assert_says(reading(*state, "{\"merchants\": [" MERCHANT(ONE, "") ",\n" MERCHANT(ONE, "") "]}"),
                "line 3", "another merchant");
}

static void
lines_are_counted_behind_escapes_and_deep_values(void **state)
{
    assert_says(reading(*state, "{\"merchants\": [" MERCHANT(
                                    ONE, ", \"notify_url\": \"http:\\/\\/a\\/\\\"],{\",\n"
                                         "\"mchids\": []") "],\n\"journal\": \"x\"}"),
                "line 4", "journal");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_good_file_is_read),
        SHOP_TEST(text_that_is_no_json_is_named_with_its_line),
        SHOP_TEST(an_unknown_option_is_named_with_its_line),
        SHOP_TEST(a_key_is_not_taken_for_a_value_of_the_same_text),
        SHOP_TEST(a_key_that_is_there_twice_is_refused),
        SHOP_TEST(merchants_must_be_an_array),
        SHOP_TEST(a_mistake_in_a_merchant_is_named_with_its_own_line),
        SHOP_TEST(a_mistake_in_a_feature_is_named_with_its_own_line),
        SHOP_TEST(a_notify_url_that_nothing_goes_to_is_refused),
        SHOP_TEST(credentials_are_needed),
        SHOP_TEST(an_app_code_belongs_to_one_merchant),
        SHOP_TEST(lines_are_counted_behind_escapes_and_deep_values),
    };

    return cmocka_run_group_tests_name("config_file", tests, NULL, NULL);
}
