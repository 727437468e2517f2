/*
 * Forms in both directions: the vectors of form.json and encode.json, and the bounds that a file
 * cannot show.
 */
#include "qfpay/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing.h"

#define TEXT_SIZE 512

/* The bytes of a vector's value, from text or from hex digits. */
static size_t
bytes_of(const cJSON *param, char bytes[TEXT_SIZE])
{
    const cJSON *hex = member(param, "value_hex");
    size_t len = 0;

    if (!hex) {
        len = strlen(text_of(param, "value"));
        assert_true(len < TEXT_SIZE);
        memcpy(bytes, text_of(param, "value"), len + 1);
        return len;
    }
    for (const char *at = hex->valuestring; *at != '\0'; at += 2) {
        const char digits[] = {at[0], at[1], '\0'};

        bytes[len++] = (char)(unsigned char)strtoul(digits, NULL, 16);
    }
    bytes[len] = '\0';
    return len;
}

static void
assert_params(const struct qfpay_param *params, size_t count, const cJSON *expected)
{
    const cJSON *one;
    size_t at = 0;

    assert_int_equal(count, cJSON_GetArraySize(expected));
    cJSON_ArrayForEach(one, expected)
    {
        char value[TEXT_SIZE];
        size_t len = bytes_of(one, value);

        assert_string_equal(params[at].name, text_of(one, "name"));
        assert_int_equal(params[at].name_len, strlen(text_of(one, "name")));
        assert_int_equal(params[at].value_len, len);
        assert_memory_equal(params[at].value, value, len + 1); /* its NUL as well */
        at++;
    }
}

static void
check_decoding(void **state)
{
    const cJSON *vector = *state;
    struct qfpay_param params[QFPAY_PARAM_MAX];
    char query[TEXT_SIZE] = "";
    char body[TEXT_SIZE];
    size_t count = 0;
    bool is_refused = cJSON_IsTrue(member(vector, "refused"));

    if (member(vector, "query"))
        (void)snprintf(query, sizeof query, "%s", text_of(vector, "query"));
    (void)snprintf(body, sizeof body, "%s", text_of(vector, "body"));

    assert_int_equal(qfpay_form_parse(query, strlen(query), params, COUNT_OF(params), &count, NULL),
                     QFPAY_OK);
    assert_int_equal(qfpay_form_parse(body, strlen(body), params, COUNT_OF(params), &count, NULL),
                     is_refused ? QFPAY_E_PARSE : QFPAY_OK);

    if (!is_refused)
        assert_params(params, count, member(vector, "params"));
    if (member(vector, "duplicate"))
        assert_string_equal(qfpay_param_duplicate(params, count)->name,
                            text_of(vector, "duplicate"));
    else
        assert_null(qfpay_param_duplicate(params, count));
}

static void
check_encoding(void **state)
{
    const cJSON *vector = *state;
    struct qfpay_param params[QFPAY_PARAM_MAX];
    char text[TEXT_SIZE];
    size_t count = 0;
    size_t len;
    const cJSON *one;

    cJSON_ArrayForEach(one, member(vector, "params"))
    {
        params[count++] = qfpay_param_of(text_of(one, "name"), text_of(one, "value"));
    }
    count = qfpay_param_filled(params, count, params);
    assert_int_equal(qfpay_form_encode(params, count, text, sizeof text, &len), QFPAY_OK);
    assert_string_equal(text, text_of(vector, "encoded"));
    assert_int_equal(len, strlen(text));
}

static void
one_parameter_too_many_is_refused_and_none_is_counted(void **state)
{
    struct qfpay_param params[2];
    char text[] = "a=1&b=2&c=3";
    size_t count = 0;

    (void)state;
    assert_int_equal(qfpay_form_parse(text, strlen(text), params, COUNT_OF(params), &count, NULL),
                     QFPAY_E_LIMIT);
    assert_int_equal(count, 0);
}

static void
a_full_set_is_read(void **state)
{
    struct qfpay_param params[3];
    char text[] = "a=1&b=2&c=3&";
    size_t count = 0;

    (void)state;
    assert_int_equal(qfpay_form_parse(text, strlen(text), params, COUNT_OF(params), &count, NULL),
                     QFPAY_OK);
    assert_int_equal(count, 3);
}

/* The hex digits lie behind the form, in the room for a NUL. */
static void
a_percent_at_the_very_end_reads_nothing_behind_it(void **state)
{
    struct qfpay_param params[1];
    char text[] = {'a', '=', '%', '4', '1'};
    size_t count = 0;

    (void)state;
    assert_int_equal(qfpay_form_parse(text, 4, params, COUNT_OF(params), &count, NULL), QFPAY_OK);
    assert_string_equal(params[0].value, "%4");
}

static void
the_error_of_a_nameless_value_counts_parameters(void **state)
{
    struct qfpay_param params[4];
    struct qfpay_error err;
    char text[] = "a=1&=2";
    size_t count = 0;

    (void)state;
    assert_int_equal(qfpay_form_parse(text, strlen(text), params, COUNT_OF(params), &count, &err),
                     QFPAY_E_PARSE);
    assert_string_equal(err.message, "parameter 2 of the form has no name");
}

static void
encoding_asks_for_the_room_it_needs(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "b c&")};
    char text[9];
    size_t len = 0;

    (void)state;
    assert_int_equal(qfpay_form_encode(set, COUNT_OF(set), NULL, 0, &len), QFPAY_E_SPACE);
    assert_int_equal(len, strlen("a=b+c%26"));
    assert_int_equal(qfpay_form_encode(set, COUNT_OF(set), text, len, NULL), QFPAY_E_SPACE);
    assert_int_equal(qfpay_form_encode(set, COUNT_OF(set), text, len + 1, NULL), QFPAY_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_parameter_too_many_is_refused_and_none_is_counted),
        cmocka_unit_test(a_full_set_is_read),
        cmocka_unit_test(a_percent_at_the_very_end_reads_nothing_behind_it),
        cmocka_unit_test(the_error_of_a_nameless_value_counts_parameters),
        cmocka_unit_test(encoding_asks_for_the_room_it_needs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) + run_vectors("form.json", check_decoding) +
           run_vectors("encode.json", check_encoding) +
           run_vectors("encode_text.json", check_encoding);
}
