/*
 * The table of response codes, and the outcomes of classify.json as far as one code decides them.
 */
#include "qfpay/code.h"

#include <string.h>

#include "qfpay/field.h"
#include "testing.h"

static void
every_code_has_three_texts_in_utf8(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++)
        for (int lang = 0; lang < QFPAY_LANG_COUNT; lang++) {
            const char *text = qfpay_code_at(i)->text[lang];

            assert_true(qfpay_utf8_length(text, strlen(text)) > 1);
        }
}

static void
english_texts_are_ascii(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const char *text = qfpay_code_at(i)->text[QFPAY_LANG_EN];

        for (; *text != '\0'; text++)
            assert_in_range(*text, ' ', '~');
    }
}

static void
every_code_of_the_api_is_four_digits_and_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);

        if (code->stage == QFPAY_STAGE_OUTSIDE)
            continue;
        assert_int_equal(strspn(code->respcd, "0123456789"), 4);
        assert_int_equal(strlen(code->respcd), 4);
        assert_ptr_equal(qfpay_code_find(code->respcd), code); /* so none occurs twice */
    }
}

static void
every_name_occurs_once(void **state)
{
    (void)state;
    for (size_t a = 0; a < qfpay_code_count(); a++)
        for (size_t b = 0; b < a; b++)
            assert_string_not_equal(qfpay_code_at(a)->name, qfpay_code_at(b)->name);
}

static void
every_code_appears_somewhere_and_is_attested(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        assert_true(qfpay_code_at(i)->where != 0);
        assert_non_null(qfpay_code_place(qfpay_code_at(i), 0));
        assert_string_not_equal(qfpay_code_at(i)->evidence, "");
    }
}

/* Counted in the sources: 52 current, 51 older, one of the browser SDK, HTTP 429. */
static void
the_table_has_every_documented_code(void **state)
{
    size_t current = 0;
    size_t outside = 0;

    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        if (qfpay_code_at(i)->stage == QFPAY_STAGE_OUTSIDE)
            outside++;
        else if (qfpay_code_at(i)->current)
            current++;
    }
    assert_int_equal(qfpay_code_count(), 105);
    assert_int_equal(current, 52);
    assert_int_equal(outside, 2);
    assert_null(qfpay_code_at(qfpay_code_count()));
}

static void
only_success_and_three_codes_to_wait_with_are_not_failures(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);
        enum qfpay_outcome expected = QFPAY_OUTCOME_FAILURE;

        if (strcmp(code->respcd, "0000") == 0)
            expected = QFPAY_OUTCOME_SUCCESS;
        if (strcmp(code->respcd, "1143") == 0 || strcmp(code->respcd, "1145") == 0 ||
            strcmp(code->respcd, "1298") == 0)
            expected = QFPAY_OUTCOME_PENDING;
        assert_int_equal(code->outcome, expected);
    }
}

static void
an_unknown_code_is_a_failure(void **state)
{
    static const char *const codes[] = {"7777", "", "0", "000", "00000", " 0000", "0000 ", "abcd"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        assert_null(qfpay_code_find(codes[i]));
        assert_int_equal(qfpay_outcome_of(codes[i]), QFPAY_OUTCOME_FAILURE);
    }
    assert_int_equal(qfpay_outcome_of(NULL), QFPAY_OUTCOME_FAILURE);
}

/* 1111 is a code of the 2017 table and a result of the browser SDK. */
static void
the_number_1111_means_the_code_of_the_api(void **state)
{
    (void)state;
    assert_string_equal(qfpay_code_find("1111")->name, "external_service_down");
}

static void
a_signature_error_comes_before_the_channel(void **state)
{
    (void)state;
    assert_int_equal(qfpay_code_find("1108")->stage, QFPAY_STAGE_EARLY);
    assert_int_equal(qfpay_code_find("1205")->stage, QFPAY_STAGE_CHANNEL);
}

static void
languages_are_found_by_name(void **state)
{
    enum qfpay_lang lang = QFPAY_LANG_EN;

    (void)state;
    for (int i = 0; i < QFPAY_LANG_COUNT; i++) {
        assert_true(qfpay_lang_find(qfpay_lang_name((enum qfpay_lang)i), &lang));
        assert_int_equal(lang, i);
    }
    assert_false(qfpay_lang_find("zh", &lang));
}

static void
chinese_comes_in_the_script_that_was_asked_for(void **state)
{
    const struct qfpay_code *code = qfpay_code_find("1108");

    (void)state;
    assert_string_equal(code->text[QFPAY_LANG_ZH_HANT], "簽名錯誤");
    assert_string_equal(code->text[QFPAY_LANG_ZH_HANS], "签名错误");
}

static bool
allows(const cJSON *outcome, const char *name)
{
    const cJSON *one;

    if (cJSON_IsString(outcome))
        return strcmp(outcome->valuestring, name) == 0;
    cJSON_ArrayForEach(one, outcome)
    {
        if (strcmp(one->valuestring, name) == 0)
            return true;
    }
    return false;
}

/* A query's outcome lies in its records and HTTP 429 has no code: both are the client's to read. */
static void
check_answer(void **state)
{
    cJSON *body;
    const cJSON *respcd;
    const char *outcome;

    if (strcmp(text_of(*state, "endpoint"), "query") == 0 ||
        member(*state, "http_status")->valueint != 200)
        skip();
    body = cJSON_Parse(text_of(*state, "body"));
    if (!body)
        skip(); /* no answer, so no code */
    respcd = member(body, "respcd");
    outcome = qfpay_outcome_name(
        qfpay_outcome_of(cJSON_IsString(respcd) ? respcd->valuestring : NULL));
    cJSON_Delete(body);
    assert_true(allows(member(*state, "outcome"), outcome));
}

static void
the_places_of_a_code_are_named_in_order(void **state)
{
    const struct qfpay_code *code = qfpay_code_find("1101");

    (void)state;
    assert_string_equal(qfpay_code_place(code, 0), "payment");
    assert_string_equal(qfpay_code_place(code, 1), "reversal");
    assert_null(qfpay_code_place(code, 2));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_three_texts_in_utf8),
        cmocka_unit_test(english_texts_are_ascii),
        cmocka_unit_test(every_code_of_the_api_is_four_digits_and_found),
        cmocka_unit_test(every_name_occurs_once),
        cmocka_unit_test(every_code_appears_somewhere_and_is_attested),
        cmocka_unit_test(the_places_of_a_code_are_named_in_order),
        cmocka_unit_test(the_table_has_every_documented_code),
        cmocka_unit_test(only_success_and_three_codes_to_wait_with_are_not_failures),
        cmocka_unit_test(an_unknown_code_is_a_failure),
        cmocka_unit_test(the_number_1111_means_the_code_of_the_api),
        cmocka_unit_test(a_signature_error_comes_before_the_channel),
        cmocka_unit_test(languages_are_found_by_name),
        cmocka_unit_test(chinese_comes_in_the_script_that_was_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) + run_vectors("classify.json", check_answer) +
           run_vectors("classify_shape.json", check_answer);
}
