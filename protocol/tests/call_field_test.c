/*
 * The parameters of the calls that follow a payment: which there are, in which order they are
 * checked, and which are needed.
 */
#include <string.h>

#include "qfpay/field.h"
#include "testing.h"

struct expected {
    const char *name;
    enum qfpay_presence presence;
    enum qfpay_req missing; /* QFPAY_REQ_NONE: may be missing */
    size_t max;
};

static void
assert_parameters(enum qfpay_endpoint endpoint, const struct expected *expected, size_t count)
{
    size_t found;
    const struct qfpay_field *fields = qfpay_fields(endpoint, &found);

    assert_int_equal(found, count);
    for (size_t i = 0; i < count; i++) {
        enum qfpay_req broken;
        enum qfpay_fault fault = qfpay_field_check(&fields[i], NULL, &broken);

        assert_string_equal(fields[i].name, expected[i].name);
        assert_int_equal(fields[i].presence, expected[i].presence);
        assert_int_equal(fields[i].max, expected[i].max);
        assert_int_equal(broken, expected[i].missing);
        assert_int_equal(fault, expected[i].missing == QFPAY_REQ_NONE ? QFPAY_FAULT_NONE
                                                                      : QFPAY_FAULT_MISSING);
    }
}

static void
a_refund_needs_its_own_number_the_payments_and_the_amount(void **state)
{
    static const struct expected refund[] = {
        {"syssn", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RFD_01, 128},
        {"out_trade_no", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RFD_02, 128},
        {"txamt", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RFD_03, 11},
        {"txdtm", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RFD_04, 20},
        {"mchid", QFPAY_PRESENCE_MERCHANT, QFPAY_REQ_NONE, 16},
        {"txzone", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 5},
        {"udid", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_REFUND, refund, COUNT_OF(refund));
}

static void
a_reversal_names_the_order_by_either_number(void **state)
{
    static const struct expected reversal[] = {
        {"mchid", QFPAY_PRESENCE_MERCHANT, QFPAY_REQ_NONE, 16},
        {"syssn", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
        {"out_trade_no", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 128},
        {"txamt", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RVS_04, 11},
        {"txdtm", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_RVS_05, 20},
        {"udid", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_REVERSAL, reversal, COUNT_OF(reversal));
}

static void
a_close_has_the_parameters_of_a_reversal(void **state)
{
    static const struct expected close[] = {
        {"mchid", QFPAY_PRESENCE_MERCHANT, QFPAY_REQ_NONE, 16},
        {"syssn", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
        {"out_trade_no", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 128},
        {"txamt", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_CLS_03, 11},
        {"txdtm", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_CLS_03, 20},
        {"udid", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_CLOSE, close, COUNT_OF(close));
}

static void
a_note_needs_the_app_code_the_number_and_its_text(void **state)
{
    static const struct expected note[] = {
        {"code", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_NOTE_05, 32},
        {"syssn", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_NOTE_03, 40},
        {"note", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_NOTE_03, 200},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_ADD_NOTE, note, COUNT_OF(note));
}

static void
a_capture_needs_the_amount_and_the_number(void **state)
{
    static const struct expected capture[] = {
        {"txamt", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_AUT_01, 11},
        {"syssn", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_AUT_01, 40},
        {"txcurrcd", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 3},
        {"mchid", QFPAY_PRESENCE_MERCHANT, QFPAY_REQ_NONE, 16},
        {"out_trade_no", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 128},
        {"txdtm", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 20},
        {"udid", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 40},
        {"txzone", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 5},
        {"return_url", QFPAY_PRESENCE_OPTIONAL, QFPAY_REQ_NONE, 512},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_AUTHTRADE, capture, COUNT_OF(capture));
}

static void
a_release_needs_both_numbers(void **state)
{
    static const struct expected release[] = {
        {"txamt", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_UNF_01, 11},
        {"txdtm", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_UNF_01, 20},
        {"syssn", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_UNF_01, 40},
        {"out_trade_no", QFPAY_PRESENCE_REQUIRED, QFPAY_REQ_UNF_01, 128},
        {"mchid", QFPAY_PRESENCE_MERCHANT, QFPAY_REQ_NONE, 16},
    };

    (void)state;
    assert_parameters(QFPAY_ENDPOINT_UNFREEZE, release, COUNT_OF(release));
}

/* LIM-04 counts characters, so a Chinese note is as long as an English one. */
static void
a_note_is_measured_in_characters(void **state)
{
    const struct qfpay_field *field = qfpay_field_find(QFPAY_ENDPOINT_ADD_NOTE, "note", 4);
    char note[3 * 201 + 1] = "";
    struct qfpay_param param;
    enum qfpay_req broken;

    (void)state;
    for (size_t i = 0; i < 200; i++)
        memcpy(note + 3 * i, "註", 3);
    param = qfpay_param_of("note", note);
    assert_int_equal(qfpay_field_check(field, &param, NULL), QFPAY_FAULT_NONE);

    memcpy(note + 600, "註", 3);
    param = qfpay_param_of("note", note);
    assert_int_equal(qfpay_field_check(field, &param, &broken), QFPAY_FAULT_LENGTH);
    assert_int_equal(broken, QFPAY_REQ_LIM_04);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refund_needs_its_own_number_the_payments_and_the_amount),
        cmocka_unit_test(a_reversal_names_the_order_by_either_number),
        cmocka_unit_test(a_close_has_the_parameters_of_a_reversal),
        cmocka_unit_test(a_note_needs_the_app_code_the_number_and_its_text),
        cmocka_unit_test(a_capture_needs_the_amount_and_the_number),
        cmocka_unit_test(a_release_needs_both_numbers),
        cmocka_unit_test(a_note_is_measured_in_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
