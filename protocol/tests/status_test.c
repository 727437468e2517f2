/*
 * Names of statuses and the filling in of errors.
 */
#include "qfpay/status.h"

#include <string.h>

#include "testing.h"

static void
every_status_has_its_own_name(void **state)
{
    (void)state;
    for (int a = QFPAY_OK; a <= QFPAY_E_SIGNATURE; a++) {
        const char *name = qfpay_status_name((enum qfpay_status)a);

        assert_int_equal(strncmp(name, a == QFPAY_OK ? "QFPAY_OK" : "QFPAY_E_", 8), 0);
        for (int b = QFPAY_OK; b < a; b++)
            assert_string_not_equal(name, qfpay_status_name((enum qfpay_status)b));
    }
}

static void
an_unlisted_status_is_called_unknown(void **state)
{
    (void)state;
    assert_string_equal(qfpay_status_name((enum qfpay_status)9999), "QFPAY_E_UNKNOWN");
}

static void
a_failure_carries_its_status_and_message(void **state)
{
    struct qfpay_error err;

    (void)state;
    assert_int_equal(qfpay_fail(&err, QFPAY_E_PARSE, "byte %d", 7), QFPAY_E_PARSE);

    assert_int_equal(err.status, QFPAY_E_PARSE);
    assert_string_equal(err.message, "byte 7");
}

static void
a_failure_needs_no_storage(void **state)
{
    (void)state;
    assert_int_equal(qfpay_fail(NULL, QFPAY_E_LIMIT, "%s", "x"), QFPAY_E_LIMIT);
}

static void
a_long_message_is_cut_to_its_storage(void **state)
{
    struct qfpay_error err;
    char text[2 * QFPAY_ERROR_MESSAGE_SIZE];

    (void)state;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';

    (void)qfpay_fail(&err, QFPAY_E_ARG, "%s", text);

    assert_int_equal(strlen(err.message), QFPAY_ERROR_MESSAGE_SIZE - 1);
}

static void
a_message_is_cut_between_characters(void **state)
{
    struct qfpay_error err;
    char text[QFPAY_ERROR_MESSAGE_SIZE + 8];

    (void)state;
    memset(text, 'x', sizeof text);
    memcpy(text + QFPAY_ERROR_MESSAGE_SIZE - 3, "\xE6\xB8\xAC", 4);

    (void)qfpay_fail(&err, QFPAY_E_ARG, "%s", text);

    assert_int_equal(strlen(err.message), QFPAY_ERROR_MESSAGE_SIZE - 3);
}

static void
a_whole_character_at_the_cut_stays(void **state)
{
    struct qfpay_error err;
    char text[QFPAY_ERROR_MESSAGE_SIZE + 8];

    (void)state;
    memset(text, 'x', sizeof text);
    memcpy(text + QFPAY_ERROR_MESSAGE_SIZE - 4, "\xE6\xB8\xACxyz", 7);

    (void)qfpay_fail(&err, QFPAY_E_ARG, "%s", text);

    assert_int_equal(strlen(err.message), QFPAY_ERROR_MESSAGE_SIZE - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_name),
        cmocka_unit_test(an_unlisted_status_is_called_unknown),
        cmocka_unit_test(a_failure_carries_its_status_and_message),
        cmocka_unit_test(a_failure_needs_no_storage),
        cmocka_unit_test(a_long_message_is_cut_to_its_storage),
        cmocka_unit_test(a_message_is_cut_between_characters),
        cmocka_unit_test(a_whole_character_at_the_cut_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
