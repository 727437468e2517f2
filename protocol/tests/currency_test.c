/*
 * The currency table, and amounts as people read them.
 */
#include "qfpay/currency.h"

#include <string.h>

#include "testing.h"

static void
currencies_ascend_and_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_currency_count(); i++) {
        const struct qfpay_currency *currency = qfpay_currency_at(i);

        if (i > 0)
            assert_true(strcmp(qfpay_currency_at(i - 1)->code, currency->code) < 0);
        assert_ptr_equal(qfpay_currency_find(currency->code, 3), currency);
    }
}

static void
every_currency_has_a_name_in_every_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_currency_count(); i++)
        for (int lang = 0; lang < QFPAY_LANG_COUNT; lang++)
            assert_string_not_equal(qfpay_currency_at(i)->name[lang], "");
}

static void
the_table_is_as_large_as_the_contract_says(void **state)
{
    size_t current = 0;

    (void)state;
    for (size_t i = 0; i < qfpay_currency_count(); i++)
        current += qfpay_currency_at(i)->current;
    assert_int_equal(qfpay_currency_count(), 16);
    assert_int_equal(current, 13);
    assert_null(qfpay_currency_at(16));
}

static void
rmb_is_not_current(void **state)
{
    (void)state;
    assert_false(qfpay_currency_find("RMB", 3)->current);
    assert_true(qfpay_currency_find("CNY", 3)->current);
}

static void
other_texts_are_no_currencies(void **state)
{
    (void)state;
    assert_null(qfpay_currency_find("hkd", 3));
    assert_null(qfpay_currency_find("HKDX", 4));
    assert_null(qfpay_currency_find("HK", 2));
    assert_null(qfpay_currency_find("XXX", 3));
    assert_null(qfpay_currency_find("", 0));
}

static void
assert_amount(int64_t amount, const char *code, const char *expected)
{
    char text[QFPAY_AMOUNT_TEXT_SIZE];

    qfpay_amount_format(amount, code, text);
    assert_string_equal(text, expected);
}

static void
an_amount_has_the_decimals_of_its_currency(void **state)
{
    (void)state;
    assert_amount(12345, "HKD", "123.45 HKD");
    assert_amount(12345, "JPY", "12345 JPY");
}

static void
small_amounts_keep_their_zeros(void **state)
{
    (void)state;
    assert_amount(5, "HKD", "0.05 HKD");
    assert_amount(0, "HKD", "0.00 HKD");
    assert_amount(-5, "HKD", "-0.05 HKD");
}

static void
an_unknown_currency_has_two_decimals(void **state)
{
    (void)state;
    assert_amount(100, "XYZ", "1.00 XYZ");
}

static void
the_largest_amounts_fit(void **state)
{
    (void)state;
    assert_amount(INT64_MAX, "HKD", "92233720368547758.07 HKD");
    assert_amount(INT64_MIN, "HKD", "-92233720368547758.08 HKD");
}

static void
a_long_currency_is_cut(void **state)
{
    (void)state;
    assert_amount(100, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH", "1.00 ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(currencies_ascend_and_are_found),
        cmocka_unit_test(every_currency_has_a_name_in_every_language),
        cmocka_unit_test(the_table_is_as_large_as_the_contract_says),
        cmocka_unit_test(rmb_is_not_current),
        cmocka_unit_test(other_texts_are_no_currencies),
        cmocka_unit_test(an_amount_has_the_decimals_of_its_currency),
        cmocka_unit_test(small_amounts_keep_their_zeros),
        cmocka_unit_test(an_unknown_currency_has_two_decimals),
        cmocka_unit_test(the_largest_amounts_fit),
        cmocka_unit_test(a_long_currency_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
