/*
 * The calls of the API.
 */
#include "qfpay/endpoint.h"

#include "testing.h"

static const struct qfpay_endpoint_row *
row(int endpoint)
{
    return qfpay_endpoint_row((enum qfpay_endpoint)endpoint);
}

static void
every_endpoint_is_found_by_its_name(void **state)
{
    (void)state;
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        enum qfpay_endpoint found = QFPAY_ENDPOINT_COUNT;

        assert_true(qfpay_endpoint_find(row(i)->name, &found));
        assert_int_equal(found, i);
    }
}

static void
every_endpoint_is_found_by_its_path(void **state)
{
    (void)state;
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        enum qfpay_endpoint found = QFPAY_ENDPOINT_COUNT;

        assert_true(qfpay_endpoint_find_path(row(i)->path, &found));
        assert_int_equal(found, i);
    }
}

static void
a_path_is_the_name_below_trade_v1(void **state)
{
    (void)state;
    assert_string_equal(row(QFPAY_ENDPOINT_ADD_NOTE)->name, "add_note");
    assert_string_equal(row(QFPAY_ENDPOINT_ADD_NOTE)->path, "/trade/v1/add_note");
}

static void
a_payment_is_posted_only(void **state)
{
    (void)state;
    assert_false(qfpay_endpoint_row(QFPAY_ENDPOINT_PAYMENT)->get);
}

static void
a_query_may_come_by_get_though_no_document_says_so(void **state)
{
    (void)state;
    assert_true(qfpay_endpoint_row(QFPAY_ENDPOINT_QUERY)->get);
    assert_false(qfpay_endpoint_row(QFPAY_ENDPOINT_QUERY)->get_documented);
}

static void
what_is_documented_is_accepted(void **state)
{
    (void)state;
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++)
        assert_true(row(i)->get || !row(i)->get_documented);
}

static void
other_names_and_paths_are_not_found(void **state)
{
    enum qfpay_endpoint found = QFPAY_ENDPOINT_CLOSE;

    (void)state;
    assert_false(qfpay_endpoint_find("Payment", &found));
    assert_false(qfpay_endpoint_find_path("/trade/v1/payment/", &found));
    assert_false(qfpay_endpoint_find_path("", &found));
    assert_int_equal(found, QFPAY_ENDPOINT_CLOSE);
}

static void
a_value_out_of_range_has_no_row(void **state)
{
    (void)state;
    assert_null(row(QFPAY_ENDPOINT_COUNT));
    assert_null(row(-1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_endpoint_is_found_by_its_name),
        cmocka_unit_test(every_endpoint_is_found_by_its_path),
        cmocka_unit_test(a_path_is_the_name_below_trade_v1),
        cmocka_unit_test(a_payment_is_posted_only),
        cmocka_unit_test(a_query_may_come_by_get_though_no_document_says_so),
        cmocka_unit_test(what_is_documented_is_accepted),
        cmocka_unit_test(other_names_and_paths_are_not_found),
        cmocka_unit_test(a_value_out_of_range_has_no_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
