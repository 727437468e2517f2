/*
 * Sets of parameters.
 */
#include "qfpay/param.h"

#include "testing.h"

static void
a_parameter_knows_its_lengths(void **state)
{
    struct qfpay_param param = qfpay_param_of("txamt", "10");

    (void)state;
    assert_int_equal(param.name_len, 5);
    assert_int_equal(param.value_len, 2);
}

static void
a_parameter_is_found_by_its_whole_name(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("txam", "1"), qfpay_param_of("txamtx", "2"),
                                      qfpay_param_of("txamt", "3")};

    (void)state;
    assert_ptr_equal(qfpay_param_find(set, COUNT_OF(set), "txamt"), &set[2]);
}

static void
the_case_of_a_name_matters(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("Txamt", "1")};

    (void)state;
    assert_null(qfpay_param_find(set, COUNT_OF(set), "txamt"));
}

static void
nothing_is_found_in_an_empty_set(void **state)
{
    (void)state;
    assert_null(qfpay_param_find(NULL, 0, "txamt"));
}

static void
the_first_of_two_equal_names_is_the_duplicate(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "1"), qfpay_param_of("b", "2"),
                                      qfpay_param_of("c", "3"), qfpay_param_of("b", "4")};

    (void)state;
    assert_ptr_equal(qfpay_param_duplicate(set, COUNT_OF(set)), &set[1]);
}

static void
different_names_are_no_duplicates(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "1"), qfpay_param_of("ab", "1"),
                                      qfpay_param_of("A", "1")};

    (void)state;
    assert_null(qfpay_param_duplicate(set, COUNT_OF(set)));
}

static void
what_has_a_value_is_copied_in_its_order(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("b", ""), qfpay_param_of("c", "0"),
                                      qfpay_param_of("a", " "), qfpay_param_of("d", "")};
    struct qfpay_param filled[COUNT_OF(set)];

    (void)state;
    assert_int_equal(qfpay_param_filled(set, COUNT_OF(set), filled), 2);
    assert_string_equal(filled[0].name, "c");
    assert_string_equal(filled[1].name, "a");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parameter_knows_its_lengths),
        cmocka_unit_test(a_parameter_is_found_by_its_whole_name),
        cmocka_unit_test(the_case_of_a_name_matters),
        cmocka_unit_test(nothing_is_found_in_an_empty_set),
        cmocka_unit_test(the_first_of_two_equal_names_is_the_duplicate),
        cmocka_unit_test(different_names_are_no_duplicates),
        cmocka_unit_test(what_has_a_value_is_copied_in_its_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
