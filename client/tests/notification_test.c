/*
 * Notifications: believed only with the right signature over the raw bytes, and paid only when they
 * speak of exactly the order that was placed. The body is the vector notification.derived.payment.
 */
#include "testing.h"
#include "till.h"

#include <string.h>

static const char body[] =
    "{\"status\": \"1\", \"pay_type\": \"800201\", \"sysdtm\": \"2020-04-10 11:45:44\", "
    "\"paydtm\": "
    "\"2020-04-10 11:46:10\", \"goods_name\": \"\\u6d4b\\u8bd5\", \"txcurrcd\": \"HKD\", "
    "\"txdtm\": "
    "\"2020-04-10 11:45:44\", \"txamt\": \"10\", \"chnlsn2\": \"\", \"out_trade_no\": "
    "\"01234567890123\", \"syssn\": \"20200410000300020086358791\", \"cash_fee_type\": \"\", "
    "\"cancel\": \"0\", \"respcd\": \"0000\", \"goods_info\": \"\", \"cash_fee\": \"0\", "
    "\"notify_type\": \"payment\", \"chnlsn\": \"4200000384202004103585006133\", \"cardcd\": \"\"}";
static const char sign[] = "B4FD1612B2DE64CC59FE926710731410";

static qfpay_notification *notification;

static int
forget_notification(void **state)
{
    (void)state;
    qfpay_notification_free(notification);
    notification = NULL;
    return 0;
}

static enum qfpay_status
check(const char *text, const char *signature)
{
    return qfpay_notification_check(text, strlen(text), signature, TILL_KEY, &notification, NULL);
}

static void
a_genuine_notification_is_read(void **state)
{
    (void)state;
    assert_int_equal(check(body, sign), QFPAY_OK);
    assert_string_equal(qfpay_record_text(qfpay_notification_record(notification), "goods_name"),
                        "测试");
}

static void
a_signature_in_lower_case_is_the_same(void **state)
{
    (void)state;
    assert_int_equal(check(body, "b4fd1612b2de64cc59fe926710731410"), QFPAY_OK);
}

static void
a_changed_body_is_not_genuine(void **state)
{
    char changed[sizeof body];

    (void)state;
    memcpy(changed, body, sizeof body);
    *strstr(changed, "\"10\"") = ' ';
    assert_int_equal(check(changed, sign), QFPAY_E_SIGNATURE);
}

static void
a_notification_without_a_signature_is_not_genuine(void **state)
{
    (void)state;
    assert_int_equal(check(body, NULL), QFPAY_E_SIGNATURE);
    assert_int_equal(check(body, ""), QFPAY_E_SIGNATURE);
}

static void
an_unsigned_body_is_not_even_parsed(void **state)
{
    (void)state;
    assert_int_equal(check("this is no JSON", sign), QFPAY_E_SIGNATURE);
}

static void
the_order_that_was_placed_is_paid(void **state)
{
    (void)state;
    assert_int_equal(check(body, sign), QFPAY_OK);
    assert_true(qfpay_notification_pays(notification, "01234567890123", 10, "HKD"));
}

static void
another_number_amount_or_currency_is_not_paid(void **state)
{
    (void)state;
    assert_int_equal(check(body, sign), QFPAY_OK);
    assert_false(qfpay_notification_pays(notification, "01234567890124", 10, "HKD"));
    assert_false(qfpay_notification_pays(notification, "01234567890123", 1000, "HKD"));
    assert_false(qfpay_notification_pays(notification, "01234567890123", 10, "CNY"));
}

/* MD5 of the body and the shop's key, computed with md5sum. */
static void
a_refund_does_not_pay_an_order(void **state)
{
    static const char refund[] =
        "{\"notify_type\": \"refund\", \"respcd\": \"0000\", \"out_trade_no\": \"01234567890123\", "
        "\"txamt\": \"10\", \"txcurrcd\": \"HKD\"}";

    (void)state;
    assert_int_equal(check(refund, "35f23d818b84ef323f9f372079c0fb59"), QFPAY_OK);
    assert_false(qfpay_notification_pays(notification, "01234567890123", 10, "HKD"));
}

/* NTF-20. The signatures here are MD5 over body and shop key, computed with Python's hashlib. */
static const char refund_body[] =
    "{\"status\": \"1\", \"sysdtm\": \"2020-04-10 12:00:00\", \"txcurrcd\": \"HKD\", "
    "\"orig_out_trade_no\": \"01234567890123\", \"txdtm\": \"2020-04-10 12:00:00\", \"txamt\": "
    "\"4\", \"orig_syssn\": \"20200410000300020086358791\", \"out_trade_no\": \"refund-1\", "
    "\"syssn\": \"20200410000300020086358800\", \"respcd\": \"0000\", \"notify_type\": \"refund\"}";
static const char refund_sign[] = "AAA9C8C70F1881B30168A9827F3708C0";

static void
a_refund_is_told_by_the_payment_that_it_refunds(void **state)
{
    (void)state;
    assert_int_equal(check(refund_body, refund_sign), QFPAY_OK);
    assert_true(qfpay_notification_refunds(notification, "20200410000300020086358791", 4, "HKD"));
    assert_false(qfpay_notification_refunds(notification, "20200410000300020086358791", 10, "HKD"));
    assert_false(qfpay_notification_refunds(notification, "20200410000300020086358800", 4, "HKD"));
    assert_false(qfpay_notification_refunds(notification, "20200410000300020086358791", 4, "CNY"));
}

static void
the_order_of_a_refund_is_the_order_that_was_paid(void **state)
{
    (void)state;
    assert_int_equal(check(refund_body, refund_sign), QFPAY_OK);
    assert_string_equal(qfpay_notification_order(notification), "01234567890123");
}

static void
the_order_of_a_payment_is_its_own_number(void **state)
{
    (void)state;
    assert_int_equal(check(body, sign), QFPAY_OK);
    assert_string_equal(qfpay_notification_order(notification), "01234567890123");
    assert_false(qfpay_notification_refunds(notification, "20200410000300020086358791", 10, "HKD"));
}

static void
the_void_of_a_card_payment_refunds_it(void **state)
{
    (void)state;
    assert_int_equal(
        check("{\"notify_type\": \"cancel\", \"respcd\": \"0000\", \"orig_syssn\": "
              "\"20200410000300020086358791\", \"txamt\": \"4\", \"txcurrcd\": \"HKD\"}",
              "79FEEF4ED30D5ED97AA30F5701E8444E"),
        QFPAY_OK);
    assert_true(qfpay_notification_refunds(notification, "20200410000300020086358791", 4, "HKD"));
}

static void
a_type_and_fields_of_the_future_are_tolerated(void **state)
{
    char key[QFPAY_NOTIFICATION_KEY_SIZE];

    (void)state;
    assert_int_equal(
        check(
            "{\"notify_type\": \"moon_landing\", \"new_field\": {\"a\": [1, 2]}, \"syssn\": \"7\"}",
            "4F90CFCB42ABCE95ACCCE9462DFFD690"),
        QFPAY_OK);
    assert_string_equal(qfpay_notification_type(notification), "moon_landing");
    assert_int_equal(qfpay_notification_key(notification, key, NULL), QFPAY_OK);
    assert_string_equal(key, "7:moon_landing");
    assert_string_equal(qfpay_notification_reply(QFPAY_OK).body, "SUCCESS");
}

static void
payment_and_refund_are_remembered_apart(void **state)
{
    char paid[QFPAY_NOTIFICATION_KEY_SIZE];
    char refunded[QFPAY_NOTIFICATION_KEY_SIZE];

    (void)state;
    assert_int_equal(check(body, sign), QFPAY_OK);
    assert_int_equal(qfpay_notification_key(notification, paid, NULL), QFPAY_OK);
    qfpay_notification_free(notification);
    assert_int_equal(check(refund_body, refund_sign), QFPAY_OK);
    assert_int_equal(qfpay_notification_key(notification, refunded, NULL), QFPAY_OK);
    assert_string_equal(paid, "20200410000300020086358791:payment");
    assert_string_equal(refunded, "20200410000300020086358800:refund");
}

/* MD5 of "{}" and the shop's key, computed with md5sum. */
static void
what_has_no_number_cannot_be_remembered(void **state)
{
    char key[QFPAY_NOTIFICATION_KEY_SIZE] = "untouched";

    (void)state;
    assert_int_equal(check("{}", "A3CF96C22DBF2D2310818623229C1264"), QFPAY_OK);
    assert_int_equal(qfpay_notification_key(notification, key, NULL), QFPAY_E_PARSE);
    assert_string_equal(key, "untouched");
}

static void
only_what_is_genuine_is_answered_with_success(void **state)
{
    (void)state;
    assert_int_equal(qfpay_notification_reply(QFPAY_OK).http_status, 200);
    assert_int_equal(qfpay_notification_reply(QFPAY_E_SIGNATURE).http_status, 400);
    assert_int_equal(qfpay_notification_reply(QFPAY_E_PARSE).http_status, 400);
    assert_string_not_equal(qfpay_notification_reply(QFPAY_E_SIGNATURE).body, "SUCCESS");
}

static void
what_the_receiver_could_not_check_comes_again(void **state)
{
    (void)state;
    assert_int_equal(qfpay_notification_reply(QFPAY_E_MEMORY).http_status, 500);
    assert_int_equal(qfpay_notification_reply(QFPAY_E_CRYPTO).http_status, 500);
}

static void
check_vector(void **state)
{
    const cJSON *vector = *state;
    const char *text = text_of(vector, "body");
    const char *key = text_of(vector, "client_key");
    const cJSON *wrong = NULL;
    bool is_genuine = !cJSON_IsFalse(member(vector, "valid"));
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;

    assert_int_equal(
        qfpay_signature_check(text, strlen(text), text_of(vector, "sign"), key, &found, NULL),
        QFPAY_OK);
    assert_true((found == QFPAY_SIGNATURE_RIGHT) == is_genuine);
    cJSON_ArrayForEach(wrong, member(vector, "wrong"))
    {
        assert_int_equal(
            qfpay_signature_check(text, strlen(text), text_of(wrong, "sign"), key, &found, NULL),
            QFPAY_OK);
        assert_int_equal(found, QFPAY_SIGNATURE_WRONG);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, forget_notification)
        TEST(a_genuine_notification_is_read),
        TEST(a_signature_in_lower_case_is_the_same),
        TEST(a_changed_body_is_not_genuine),
        TEST(a_notification_without_a_signature_is_not_genuine),
        TEST(an_unsigned_body_is_not_even_parsed),
        TEST(the_order_that_was_placed_is_paid),
        TEST(another_number_amount_or_currency_is_not_paid),
        TEST(a_refund_does_not_pay_an_order),
        TEST(a_refund_is_told_by_the_payment_that_it_refunds),
        TEST(the_order_of_a_refund_is_the_order_that_was_paid),
        TEST(the_order_of_a_payment_is_its_own_number),
        TEST(the_void_of_a_card_payment_refunds_it),
        TEST(a_type_and_fields_of_the_future_are_tolerated),
        TEST(payment_and_refund_are_remembered_apart),
        TEST(what_has_no_number_cannot_be_remembered),
        TEST(only_what_is_genuine_is_answered_with_success),
        TEST(what_the_receiver_could_not_check_comes_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           run_vectors("notification.json", check_vector) +
           run_vectors("notification_body.json", check_vector) +
           run_vectors("notification_type.json", check_vector) +
           run_vectors("notification_sign.json", check_vector) +
           run_vectors("response_signature.json", check_vector);
}
