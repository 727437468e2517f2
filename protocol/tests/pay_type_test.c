/*
 * The table of pay types.
 */
#include "qfpay/pay_type.h"

#include <stdlib.h>
#include <string.h>

#include "testing.h"

static void
pay_types_ascend_and_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < qfpay_pay_type_count(); i++) {
        const struct qfpay_pay_type *type = qfpay_pay_type_at(i);

        assert_int_equal(strspn(type->pay_type, "0123456789"), 6);
        assert_int_equal(strlen(type->pay_type), 6);
        if (i > 0)
            assert_true(strcmp(qfpay_pay_type_at(i - 1)->pay_type, type->pay_type) < 0);
        assert_ptr_equal(qfpay_pay_type_find(type->pay_type, 6), type);
    }
}

static void
the_table_is_as_large_as_the_contract_says(void **state)
{
    size_t current = 0;

    (void)state;
    for (size_t i = 0; i < qfpay_pay_type_count(); i++)
        current += qfpay_pay_type_at(i)->current;
    assert_int_equal(qfpay_pay_type_count(), 84);
    assert_int_equal(current, 39);
    assert_null(qfpay_pay_type_at(84));
}

static void
the_seed_is_a_code_that_the_payer_scans(void **state)
{
    const struct qfpay_pay_type *type = qfpay_pay_type_find("800201", 6);

    (void)state;
    assert_non_null(type);
    assert_int_equal(type->mode, QFPAY_MODE_MPM);
    assert_int_equal(type->handover, QFPAY_HANDOVER_QRCODE);
    assert_true(type->expired_time && type->reversal && type->close && type->refund);
    assert_int_equal(type->refund_window_days, 365);
    assert_true(type->current);
}

/* PAY-EXP-04 lists them; everywhere else the parameter is ignored. */
static void
expired_time_applies_to_the_types_of_the_documents(void **state)
{
    static const char *const listed[] = {"800101", "800201", "800213", "801010", "801101",
                                         "801107", "801501", "801510", "801512"};
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < qfpay_pay_type_count(); i++) {
        if (qfpay_pay_type_at(i)->expired_time) {
            assert_true(at < COUNT_OF(listed));
            assert_string_equal(qfpay_pay_type_at(i)->pay_type, listed[at++]);
        }
    }
    assert_int_equal(at, COUNT_OF(listed));
}

static void
a_code_of_the_payer_needs_auth_code(void **state)
{
    (void)state;
    assert_string_equal(qfpay_pay_type_find("800208", 6)->required, "auth_code");
    assert_int_equal(qfpay_pay_type_find("800208", 6)->mode, QFPAY_MODE_CPM);
}

static void
other_texts_are_no_pay_types(void **state)
{
    (void)state;
    assert_null(qfpay_pay_type_find("800299", 6));
    assert_null(qfpay_pay_type_find("000000", 6));
    assert_null(qfpay_pay_type_find("999999", 6));
    assert_null(qfpay_pay_type_find("80020", 5));
    assert_null(qfpay_pay_type_find("8002010", 7));
    assert_null(qfpay_pay_type_find("", 0));
}

static void
every_mode_has_its_own_name(void **state)
{
    (void)state;
    for (int a = QFPAY_MODE_CPM; a <= QFPAY_MODE_OTHER; a++) {
        assert_string_not_equal(qfpay_mode_name((enum qfpay_mode)a), "");
        for (int b = QFPAY_MODE_CPM; b < a; b++)
            assert_string_not_equal(qfpay_mode_name((enum qfpay_mode)a),
                                    qfpay_mode_name((enum qfpay_mode)b));
    }
}

static void
a_handover_is_named_as_the_field_of_the_answer(void **state)
{
    (void)state;
    assert_string_equal(qfpay_handover_name(QFPAY_HANDOVER_NONE), "");
    assert_string_equal(qfpay_handover_name(QFPAY_HANDOVER_QRCODE), "qrcode");
    assert_string_equal(qfpay_handover_name(QFPAY_HANDOVER_PAY_URL), "pay_url");
    assert_string_equal(qfpay_handover_name(QFPAY_HANDOVER_PAY_PARAMS), "pay_params");
    assert_string_equal(qfpay_handover_name(QFPAY_HANDOVER_WEB_URL), "web_url");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pay_types_ascend_and_are_found),
        cmocka_unit_test(the_table_is_as_large_as_the_contract_says),
        cmocka_unit_test(the_seed_is_a_code_that_the_payer_scans),
        cmocka_unit_test(expired_time_applies_to_the_types_of_the_documents),
        cmocka_unit_test(a_code_of_the_payer_needs_auth_code),
        cmocka_unit_test(other_texts_are_no_pay_types),
        cmocka_unit_test(every_mode_has_its_own_name),
        cmocka_unit_test(a_handover_is_named_as_the_field_of_the_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
