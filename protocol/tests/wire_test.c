/*
 * JSON in QFPay's spelling, and the reading of JSON that somebody else sent.
 */
#include "qfpay/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing.h"

#define TEXT_SIZE 1024

static enum qfpay_status
parse(const char *text)
{
    cJSON *item = NULL;
    enum qfpay_status status = qfpay_wire_parse(text, strlen(text), &item, NULL);

    assert_true((item != NULL) == (status == QFPAY_OK));
    cJSON_Delete(item);
    return status;
}

/* What text becomes when it is read and written. */
static void
assert_rewritten(const char *text, const char *expected)
{
    char written[TEXT_SIZE];
    cJSON *item = NULL;

    assert_int_equal(qfpay_wire_parse(text, strlen(text), &item, NULL), QFPAY_OK);
    assert_int_equal(qfpay_wire_print(item, written, sizeof written, NULL), QFPAY_OK);
    cJSON_Delete(item);
    assert_string_equal(written, expected);
}

static void
assert_printed_string(const char *text, const char *expected)
{
    char written[TEXT_SIZE];
    cJSON *item = cJSON_CreateString(text);

    assert_int_equal(qfpay_wire_print(item, written, sizeof written, NULL), QFPAY_OK);
    cJSON_Delete(item);
    assert_string_equal(written, expected);
}

static void
assert_printed_number(double number, const char *expected)
{
    char written[TEXT_SIZE];
    cJSON *item = cJSON_CreateNumber(number);

    assert_int_equal(qfpay_wire_print(item, written, sizeof written, NULL), QFPAY_OK);
    cJSON_Delete(item);
    assert_string_equal(written, expected);
}

/* Captured and published bodies are QFPay's own spelling, so they come back byte by byte. */
static void
check_body(void **state)
{
    assert_rewritten(text_of(*state, "body"), text_of(*state, "body"));
}

static void
items_are_separated_as_in_python(void **state)
{
    (void)state;
    assert_rewritten("{\"a\":[1,2,{\"b\":null}],\"c\":{}}",
                     "{\"a\": [1, 2, {\"b\": null}], \"c\": {}}");
    assert_rewritten("[ ]", "[]");
    assert_rewritten("[true,false,null]", "[true, false, null]");
}

static void
keys_keep_their_order(void **state)
{
    (void)state;
    assert_rewritten("{\"z\":1,\"a\":2,\"m\":3}", "{\"z\": 1, \"a\": 2, \"m\": 3}");
}

static void
characters_outside_ascii_are_escaped(void **state)
{
    (void)state;
    assert_printed_string("\xE6\xB5\x8B\xE8\xAF\x95", "\"\\u6d4b\\u8bd5\"");
    assert_printed_string("\xC3\xA9", "\"\\u00e9\"");
}

static void
characters_beyond_the_basic_plane_are_surrogate_pairs(void **state)
{
    (void)state;
    assert_printed_string("\xF0\x9F\x98\x80", "\"\\ud83d\\ude00\"");
}

static void
controls_and_quotes_are_escaped_and_slashes_are_not(void **state)
{
    (void)state;
    assert_printed_string("\"\\/\b\f\n\r\t\x01\x1f\x7f",
                          "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
}

static void
bytes_that_are_not_utf8_become_the_replacement_character(void **state)
{
    (void)state;
    assert_printed_string("a\xFF\xE6\xB5z\xC0\x80", "\"a\\ufffd\\ufffd\\ufffdz\\ufffd\\ufffd\"");
}

static void
keys_are_escaped_as_values_are(void **state)
{
    (void)state;
    assert_rewritten("{\"\\u6d4b\\\"\":1}", "{\"\\u6d4b\\\"\": 1}");
}

static void
whole_numbers_have_no_point(void **state)
{
    (void)state;
    assert_printed_number(0, "0");
    assert_printed_number(-0.0, "0");
    assert_printed_number(-12345, "-12345");
    assert_printed_number(99999999999, "99999999999");
    assert_printed_number(9007199254740992, "9007199254740992");
}

static void
other_numbers_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    assert_printed_number(0.01, "0.01");
    assert_printed_number(0.1 + 0.2, "0.30000000000000004");
    assert_printed_number(1e300, "1e+300");
}

static void
numbers_that_json_lacks_are_null(void **state)
{
    (void)state;
    assert_rewritten("[1e999]", "[null]");
}

static void
printing_asks_for_the_room_it_needs(void **state)
{
    cJSON *item = cJSON_Parse("{\"a\":\"\\u6d4b\"}");
    char text[32];
    size_t len = 0;

    (void)state;
    assert_int_equal(qfpay_wire_print(item, NULL, 0, &len), QFPAY_E_SPACE);
    assert_int_equal(len, strlen("{\"a\": \"\\u6d4b\"}"));
    for (size_t size = 0; size <= len; size++)
        assert_int_equal(qfpay_wire_print(item, text, size, NULL), QFPAY_E_SPACE);
    assert_int_equal(qfpay_wire_print(item, text, len + 1, NULL), QFPAY_OK);
    cJSON_Delete(item);
}

static void
white_space_may_surround_a_value(void **state)
{
    (void)state;
    assert_int_equal(parse(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n"), QFPAY_OK);
}

static void
only_the_bytes_given_are_read(void **state)
{
    const char text[] = {'[', '1', ']'}; /* no NUL */
    cJSON *item = NULL;

    (void)state;
    assert_int_equal(qfpay_wire_parse(text, sizeof text, &item, NULL), QFPAY_OK);
    cJSON_Delete(item);
}

static void
what_is_not_json_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{",
                                        "}",
                                        "[1",
                                        "[1,]",
                                        "[,1]",
                                        "[1 2]",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "{a:1}",
                                        "{\"a\":1 \"b\":2}",
                                        "{1:2}",
                                        "[1}",
                                        "{\"a\":1]",
                                        "tru",
                                        "truex",
                                        "nul",
                                        "True",
                                        "'a'",
                                        "\"a",
                                        "\"\\x\"",
                                        "\"\\u12\"",
                                        "\"\\u12g4\"",
                                        "\"\\",
                                        "01",
                                        "-",
                                        "+1",
                                        "1.",
                                        ".5",
                                        "1e",
                                        "1e+",
                                        "0x10",
                                        "NaN",
                                        "Infinity",
                                        "--1",
                                        "[1]x",
                                        "1 2",
                                        "{}{}",
                                        "0000",
                                        "/**/1",
                                        "\xEF\xBB\xBF{}",
                                        "[1]\x01",
                                        "\"a\nb\"",
                                        "\"\x1f\""};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (parse(texts[i]) != QFPAY_E_PARSE)
            fail_msg("accepted: %s", texts[i]);
}

static void
every_beginning_of_a_text_is_refused(void **state)
{
    const char text[] = "{\"a\": [1.5e-3, \"\\u6d4b\\ud83d\\ude00\\n\", true, null], \"b\": {}}";
    cJSON *item = NULL;

    (void)state;
    for (size_t len = 0; len < strlen(text); len++)
        assert_int_equal(qfpay_wire_parse(text, len, &item, NULL), QFPAY_E_PARSE);
    assert_null(item);
    assert_int_equal(parse(text), QFPAY_OK);
}

static void
text_must_be_utf8(void **state)
{
    static const char *const texts[] = {
        "\"\xFF\"",             /* no such byte */
        "\"\xB2\xE2\"",         /* GBK */
        "\"\xC0\x80\"",         /* overlong */
        "\"\xE0\x80\x80\"",     /* overlong in three bytes */
        "\"\xF0\x80\x80\x80\"", /* and in four */
        "\"\xED\xA0\x80\"",     /* a surrogate */
        "\"\xF4\x90\x80\x80\"", /* above U+10FFFF */
        "\"\xE6\xB5\"",         /* cut */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(parse(texts[i]), QFPAY_E_PARSE);
}

static void
half_a_surrogate_pair_is_refused(void **state)
{
    (void)state;
    assert_int_equal(parse("\"\\ud83d\""), QFPAY_E_PARSE);
    assert_int_equal(parse("\"\\ude00\""), QFPAY_E_PARSE);
    assert_int_equal(parse("\"\\ud83d\\u0041\""), QFPAY_E_PARSE);
    assert_int_equal(parse("\"\\ud83dx\""), QFPAY_E_PARSE);
    assert_int_equal(parse("\"\\ud83d\\ude00\""), QFPAY_OK);
}

static void
a_nul_is_refused_raw_and_escaped(void **state)
{
    cJSON *item = NULL;

    (void)state;
    assert_int_equal(qfpay_wire_parse("[1\0]", 4, &item, NULL), QFPAY_E_PARSE);
    assert_int_equal(qfpay_wire_parse("\"a\0b\"", 5, &item, NULL), QFPAY_E_PARSE);
    assert_int_equal(parse("\"a\\u0000b\""), QFPAY_E_PARSE);
}

static void
the_error_names_the_byte(void **state)
{
    cJSON *item = NULL;
    struct qfpay_error err;

    (void)state;
    assert_int_equal(qfpay_wire_parse("[1, x]", 6, &item, &err), QFPAY_E_PARSE);
    assert_string_equal(err.message, "the text is not JSON from byte 4 on");
}

static void
nesting_is_bounded(void **state)
{
    char text[2 * 129 + 1];

    (void)state;
    for (size_t depth = 128; depth <= 129; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        assert_int_equal(parse(text), depth == 128 ? QFPAY_OK : QFPAY_E_LIMIT);
    }
}

static void
numbers_are_bounded(void **state)
{
    char text[65];

    (void)state;
    memset(text, '1', sizeof text);
    text[63] = '\0';
    assert_int_equal(parse(text), QFPAY_OK);
    text[63] = '1';
    text[64] = '\0';
    assert_int_equal(parse(text), QFPAY_E_LIMIT);
}

static void
length_is_bounded(void **state)
{
    size_t len = QFPAY_WIRE_MAX + 1;
    char *text = malloc(len);
    cJSON *item = NULL;

    (void)state;
    assert_non_null(text);
    memset(text, ' ', len);
    text[0] = '1';
    assert_int_equal(qfpay_wire_parse(text, len, &item, NULL), QFPAY_E_LIMIT);
    assert_int_equal(qfpay_wire_parse(text, len - 1, &item, NULL), QFPAY_OK);
    cJSON_Delete(item);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_separated_as_in_python),
        cmocka_unit_test(keys_keep_their_order),
        cmocka_unit_test(characters_outside_ascii_are_escaped),
        cmocka_unit_test(characters_beyond_the_basic_plane_are_surrogate_pairs),
        cmocka_unit_test(controls_and_quotes_are_escaped_and_slashes_are_not),
        cmocka_unit_test(bytes_that_are_not_utf8_become_the_replacement_character),
        cmocka_unit_test(keys_are_escaped_as_values_are),
        cmocka_unit_test(whole_numbers_have_no_point),
        cmocka_unit_test(other_numbers_are_as_short_as_they_can_be),
        cmocka_unit_test(numbers_that_json_lacks_are_null),
        cmocka_unit_test(printing_asks_for_the_room_it_needs),
        cmocka_unit_test(white_space_may_surround_a_value),
        cmocka_unit_test(only_the_bytes_given_are_read),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(every_beginning_of_a_text_is_refused),
        cmocka_unit_test(text_must_be_utf8),
        cmocka_unit_test(half_a_surrogate_pair_is_refused),
        cmocka_unit_test(a_nul_is_refused_raw_and_escaped),
        cmocka_unit_test(the_error_names_the_byte),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(numbers_are_bounded),
        cmocka_unit_test(length_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           run_vectors("response_signature.json", check_body) +
           run_vectors("notification.json", check_body);
}
