/*
 * The table of situations: every row can be asked for by exactly one number and one word, and an
 * amount never means two things.
 */
#include "qfpay/situation.h"

#include <string.h>

#include "testing.h"

static void
numbers_run_from_01_without_a_gap(void **state)
{
    const struct qfpay_situation *row;

    (void)state;
    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        assert_int_equal(strlen(row->number), 2);
        assert_int_equal((row->number[0] - '0') * 10 + row->number[1] - '0', i + 1);
    }
    assert_non_null(qfpay_situation_at(12));
}

static void
a_word_is_lower_case_and_names_one_situation(void **state)
{
    const struct qfpay_situation *row;

    (void)state;
    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        assert_int_equal(strspn(row->word, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(row->word));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(row->word, qfpay_situation_at(j)->word);
    }
}

static void
an_amount_of_a_code_never_names_a_situation(void **state)
{
    const struct qfpay_code_amount *row;

    (void)state;
    for (size_t i = 0; (row = qfpay_code_amount_at(i)); i++) {
        assert_int_equal(strlen(row->prefix), 2);
        assert_memory_not_equal(row->prefix, QFPAY_SITUATION_PREFIX, 2);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(row->prefix, qfpay_code_amount_at(j)->prefix);
    }
}

static void
every_row_says_what_it_does(void **state)
{
    (void)state;
    for (size_t i = 0; qfpay_situation_at(i); i++)
        assert_true(strlen(qfpay_situation_at(i)->about) > 20);
    for (size_t i = 0; qfpay_code_amount_at(i); i++)
        assert_non_null(strstr(qfpay_code_amount_at(i)->about, "CCCC"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_run_from_01_without_a_gap),
        cmocka_unit_test(a_word_is_lower_case_and_names_one_situation),
        cmocka_unit_test(an_amount_of_a_code_never_names_a_situation),
        cmocka_unit_test(every_row_says_what_it_does),
    };

    return cmocka_run_group_tests_name("situation", tests, NULL, NULL);
}
