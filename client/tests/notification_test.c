/*
 * Notifications: believed only with the right signature over the raw bytes, and paid only when they
 * speak of exactly the order that was placed. The body is vector D8 of the contract.
 */
#include "shop.h"

#include <stdlib.h>
#include <string.h>

#include "qfpay/wire.h"

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
    return qfpay_notification_check(text, strlen(text), signature, SHOP_KEY, &notification, NULL);
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

static const char *
text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

    assert_non_null(text);
    return text;
}

static void
assert_vector(const cJSON *vector)
{
    const char *text = text_of(vector, "body");
    const char *key = text_of(vector, "client_key");
    const cJSON *wrong = NULL;
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;

    assert_int_equal(
        qfpay_signature_check(text, strlen(text), text_of(vector, "sign"), key, &found, NULL),
        QFPAY_OK);
    assert_int_equal(found, QFPAY_SIGNATURE_RIGHT);
    cJSON_ArrayForEach(wrong, cJSON_GetObjectItemCaseSensitive(vector, "wrong"))
    {
        assert_int_equal(
            qfpay_signature_check(text, strlen(text), text_of(wrong, "sign"), key, &found, NULL),
            QFPAY_OK);
        assert_int_equal(found, QFPAY_SIGNATURE_WRONG);
    }
}

static void
assert_vectors(const char *name)
{
    size_t len = 0;
    char *text = read_fixture(name, &len);
    cJSON *file = NULL;
    const cJSON *vector = NULL;
    int count = 0;

    assert_int_equal(qfpay_wire_parse(text, len, &file, NULL), QFPAY_OK);
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        assert_vector(vector);
        count++;
    }
    assert_true(count > 0);
    cJSON_Delete(file);
    free(text);
}

static void
every_vector_of_notifications_and_responses_holds(void **state)
{
    (void)state;
    assert_vectors("vectors/notification.json");
    assert_vectors("vectors/response_signature.json");
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
        TEST(every_vector_of_notifications_and_responses_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
