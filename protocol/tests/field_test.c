/*
 * One value against one rule: every bound of 800201 and of the query from both sides.
 */
#include "qfpay/field.h"

#include <stdio.h>
#include <string.h>

#include "testing.h"

#define LONG_SIZE 300

#define FINE QFPAY_FAULT_NONE, QFPAY_REQ_NONE

static const struct qfpay_field *
rule(enum qfpay_endpoint endpoint, const char *name)
{
    const struct qfpay_field *field = qfpay_field_find(endpoint, name, strlen(name));

    assert_non_null(field);
    return field;
}

/* The rule of a payment's parameter as it is for a pay type. */
static const struct qfpay_field *
rule_for(const char *pay_type, const char *name)
{
    static struct qfpay_field room;
    size_t count;
    const struct qfpay_pay_type_field *changes = qfpay_pay_type_fields(pay_type, strlen(pay_type),
                                                                       &count);

    return qfpay_field_for(rule(QFPAY_ENDPOINT_PAYMENT, name), changes, count, &room);
}

static void
assert_rule(const struct qfpay_field *field, const char *value, enum qfpay_fault fault,
            enum qfpay_req req)
{
    const char *name = field->name;
    struct qfpay_param param = qfpay_param_of(name, value);
    enum qfpay_req broken = QFPAY_REQ_COUNT;
    enum qfpay_fault found = qfpay_field_check(field, &param, &broken);

    if (found != fault || broken != req)
        fail_msg("%s=%s gives fault %d by %s, not %d by %s", name, value, (int)found,
                 qfpay_requirement(broken)->id, (int)fault, qfpay_requirement(req)->id);
}

static void
assert_payment(const char *name, const char *value, enum qfpay_fault fault, enum qfpay_req req)
{
    assert_rule(rule_for("800201", name), value, fault, req);
}

static void
assert_query(const char *name, const char *value, enum qfpay_fault fault, enum qfpay_req req)
{
    assert_rule(rule(QFPAY_ENDPOINT_QUERY, name), value, fault, req);
}

/* text repeated count times */
static const char *
repeat(const char *text, size_t count)
{
    static char value[LONG_SIZE];
    size_t len = strlen(text);

    assert_true(len * count < sizeof value);
    for (size_t i = 0; i < count; i++)
        memcpy(value + i * len, text, len);
    value[len * count] = '\0';
    return value;
}

static void
an_amount_is_a_positive_whole_number(void **state)
{
    (void)state;
    assert_payment("txamt", "1", FINE);
    assert_payment("txamt", "2147483648", FINE);
    assert_payment("txamt", "99999999999", FINE);
    assert_payment("txamt", "100000000000", QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_TXAMT_04);
    assert_payment("txamt", "99999999999999999999", QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_TXAMT_04);
    assert_payment("txamt", "0", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_TXAMT_05);
    assert_payment("txamt", "-1", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_TXAMT_05);
    assert_payment("txamt", "0100", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_04);
    assert_payment("txamt", "10.0", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", "1e3", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", "1,000", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", " 10", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", "+10", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", "-", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
    assert_payment("txamt", "１０", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXAMT_03);
}

static void
a_currency_is_in_the_current_table(void **state)
{
    (void)state;
    assert_payment("txcurrcd", "HKD", FINE);
    assert_payment("txcurrcd", "CNY", FINE);
    assert_payment("txcurrcd", "RMB", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_CUR_02);
    assert_payment("txcurrcd", "XXX", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_CUR_02);
    assert_payment("txcurrcd", "hkd", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_CUR_01);
    assert_payment("txcurrcd", "HK", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_CUR_01);
    assert_payment("txcurrcd", "HKDX", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_CUR_01);
}

static void
a_pay_type_is_six_known_digits(void **state)
{
    (void)state;
    assert_payment("pay_type", "800201", FINE);
    assert_payment("pay_type", "800299", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_TYPE_02);
    assert_payment("pay_type", "80020", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TYPE_01);
    assert_payment("pay_type", "8002010", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TYPE_01);
    assert_payment("pay_type", "80020a", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TYPE_01);
}

static void
a_number_of_the_merchant_is_at_most_128_bytes(void **state)
{
    (void)state;
    assert_payment("out_trade_no", "A-1/2_3|4*", FINE);
    assert_payment("out_trade_no", "訂單", FINE);
    assert_payment("out_trade_no", repeat("x", 128), FINE);
    assert_payment("out_trade_no", repeat("x", 129), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_OTN_04);
    assert_payment("out_trade_no", repeat("訂", 42), FINE); /* 126 bytes */
    assert_payment("out_trade_no", repeat("訂", 43), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_OTN_04);
    assert_payment("out_trade_no", "a\nb", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_OTN_05);
    assert_payment("out_trade_no", "a\x7f", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_OTN_05);
    assert_payment("out_trade_no", "\xB2\xE2", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_OTN_05);
}

static void
a_time_is_in_form_and_in_the_calendar(void **state)
{
    (void)state;
    assert_payment("txdtm", "2020-04-10 11:45:44", FINE);
    assert_payment("txdtm", "2020-02-30 11:45:44", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_TXDTM_03);
    assert_payment("txdtm", "2020-04-10 24:00:00", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_TXDTM_03);
    assert_payment("txdtm", "2020-04-10T11:45:44", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXDTM_02);
    assert_payment("txdtm", "2020-04-10 11:45", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXDTM_02);
    assert_payment("txdtm", "2020-04-10 11:45:4a", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_TXDTM_02);
}

static void
an_expiry_is_5_to_120_whole_minutes(void **state)
{
    (void)state;
    assert_payment("expired_time", "4", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_EXP_02);
    assert_payment("expired_time", "5", FINE);
    assert_payment("expired_time", "005", FINE);
    assert_payment("expired_time", "120", FINE);
    assert_payment("expired_time", "121", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_EXP_02);
    assert_payment("expired_time", "1800", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_EXP_02);
    assert_payment("expired_time", "-5", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_EXP_02);
    assert_payment("expired_time", "0005", QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_EXP_03);
    assert_payment("expired_time", "30m", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_EXP_03);
    assert_payment("expired_time", "7.5", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_EXP_03);
}

static void
a_name_of_goods_is_at_most_64_characters(void **state)
{
    (void)state;
    assert_payment("goods_name", repeat("x", 64), FINE);
    assert_payment("goods_name", repeat("x", 65), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_GOODS_02);
    assert_payment("goods_name", repeat("測", 64), FINE);
    assert_payment("goods_name", repeat("測", 65), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_GOODS_02);
    assert_payment("goods_name", "\xB2\xE2\xCA\xD4", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_GOODS_02);
}

static void
a_mchid_is_at_most_16_bytes_and_not_required_here(void **state)
{
    enum qfpay_req broken = QFPAY_REQ_COUNT;

    (void)state;
    assert_payment("mchid", repeat("x", 16), FINE);
    assert_payment("mchid", repeat("x", 17), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_MCHID_03);
    assert_int_equal(qfpay_field_check(rule(QFPAY_ENDPOINT_PAYMENT, "mchid"), NULL, &broken),
                     QFPAY_FAULT_NONE);
}

static void
the_other_texts_keep_their_lengths(void **state)
{
    (void)state;
    assert_payment("udid", repeat("x", 40), FINE);
    assert_payment("udid", repeat("x", 41), QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_UDID_01);
    assert_payment("limit_pay", "no_credit", FINE);
    assert_payment("limit_pay", "anything", FINE);
    assert_payment("txzone", "+0900", FINE);
    assert_payment("txzone", " 0800", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_ZONE_01);
    assert_payment("rmb_tag", "Y", FINE);
    assert_payment("rmb_tag", "y", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_RMB_02);
    assert_payment("rmb_tag", "YY", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_RMB_02);
}

static void
an_identity_is_an_object_with_both_keys(void **state)
{
    (void)state;
    assert_payment("extend_info",
                   "{\"user_creid\":\"430067798868676871\",\"user_truename\":\"\\u5c0f\\u6797\"}",
                   FINE);
    assert_payment("extend_info",
                   "{\"user_truename\": \"小林\", \"user_creid\": \"1\", \"other\": 1}", FINE);
    assert_payment("extend_info", "{\"user_creid\":\"1\"}", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_EXT_06);
    assert_payment("extend_info", "{\"user_creid\":1,\"user_truename\":\"x\"}", QFPAY_FAULT_FORM,
                   QFPAY_REQ_PAY_EXT_06);
    assert_payment("extend_info", "{}", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_EXT_06);
    assert_payment("extend_info", "[\"user_creid\",\"user_truename\"]", QFPAY_FAULT_FORM,
                   QFPAY_REQ_PAY_EXT_06);
    assert_payment("extend_info", "{'user_creid':'1','user_truename':'x'}", QFPAY_FAULT_FORM,
                   QFPAY_REQ_PAY_EXT_06);
}

static void
a_url_has_a_scheme_and_a_host(void **state)
{
    (void)state;
    assert_payment("notify_url", "https://example.com/n?a=1&b=2", FINE);
    assert_payment("notify_url", "HTTP://127.0.0.1:8080", FINE);
    assert_payment("notify_url", "http://h", FINE);
    assert_payment("notify_url", "http://", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
    assert_payment("notify_url", "https://", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
    assert_payment("notify_url", "https:///path", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
    assert_payment("notify_url", "ftp://example.com", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
    assert_payment("notify_url", "example.com/n", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
    assert_payment("notify_url", "http://a b", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_NOTIFY_01);
}

static void
a_url_is_at_most_256_bytes(void **state)
{
    char url[258];

    (void)state;
    memset(url, 'x', sizeof url);
    memcpy(url, "http://", 7);
    url[256] = '\0';
    assert_payment("notify_url", url, FINE);
    url[256] = 'x';
    url[257] = '\0';
    assert_payment("notify_url", url, QFPAY_FAULT_LENGTH, QFPAY_REQ_PAY_NOTIFY_01);
}

static void
lists_of_a_query_have_no_empty_element_and_no_bound(void **state)
{
    (void)state;
    assert_query("syssn", "20200410000300020086358791", FINE);
    assert_query("syssn", repeat("20200410000300020086358791", 11), FINE);
    assert_query("out_trade_no", "a,b,c", FINE);
    assert_query("out_trade_no", "a,,c", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_03);
    assert_query("out_trade_no", ",a", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_03);
    assert_query("pay_type", "800201,", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_04);
    assert_query("pay_type", ",", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_04);
}

static void
pages_of_a_query_count_from_1_and_hold_at_most_100(void **state)
{
    (void)state;
    assert_query("page", "1", FINE);
    assert_query("page", "0", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_21);
    assert_query("page", "-1", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_21);
    assert_query("page", "x", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_08);
    assert_query("page", "99999999999999999999999", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_21);
    assert_query("page_size", "1", FINE);
    assert_query("page_size", "100", FINE);
    assert_query("page_size", "0", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_09);
    assert_query("page_size", "101", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_09);
}

static void
times_and_states_of_a_query_are_checked(void **state)
{
    (void)state;
    assert_query("start_time", "2020-04-01 00:00:00", FINE);
    assert_query("end_time", "2020-04-31 00:00:00", QFPAY_FAULT_RANGE, QFPAY_REQ_QRY_06);
    assert_query("respcd", "1143", FINE);
    assert_query("respcd", "11430", QFPAY_FAULT_LENGTH, QFPAY_REQ_QRY_05);
    assert_query("txzone", "+08:00", QFPAY_FAULT_FORM, QFPAY_REQ_QRY_07);
}

static void
what_is_required_may_be_neither_missing_nor_empty(void **state)
{
    static const struct {
        const char *name;
        enum qfpay_req req;
    } required[] = {{"txamt", QFPAY_REQ_PAY_TXAMT_01},
                    {"txcurrcd", QFPAY_REQ_PAY_CUR_01},
                    {"pay_type", QFPAY_REQ_PAY_TYPE_01},
                    {"out_trade_no", QFPAY_REQ_PAY_OTN_01},
                    {"txdtm", QFPAY_REQ_PAY_TXDTM_01}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(required); i++) {
        enum qfpay_req broken = QFPAY_REQ_NONE;

        assert_payment(required[i].name, "", QFPAY_FAULT_EMPTY, required[i].req);
        assert_int_equal(
            qfpay_field_check(rule(QFPAY_ENDPOINT_PAYMENT, required[i].name), NULL, &broken),
            QFPAY_FAULT_MISSING);
        assert_int_equal(broken, required[i].req);
    }
}

static void
what_is_optional_may_be_missing_or_empty(void **state)
{
    static const enum qfpay_endpoint endpoints[] = {QFPAY_ENDPOINT_PAYMENT, QFPAY_ENDPOINT_QUERY};

    (void)state;
    for (size_t e = 0; e < COUNT_OF(endpoints); e++) {
        size_t count;
        const struct qfpay_field *fields = qfpay_fields(endpoints[e], &count);

        for (size_t i = 0; i < count; i++) {
            struct qfpay_param empty = qfpay_param_of(fields[i].name, "");

            if (fields[i].presence == QFPAY_PRESENCE_REQUIRED)
                continue;
            assert_int_equal(qfpay_field_check(&fields[i], NULL, NULL), QFPAY_FAULT_NONE);
            assert_int_equal(qfpay_field_check(&fields[i], &empty, NULL), QFPAY_FAULT_NONE);
        }
    }
}

/* The order of the seed's table, in which refusals are decided; what only other pay types have
 * follows. */
static void
payments_are_checked_in_the_order_of_the_seed(void **state)
{
    static const char *const names[] = {
        "txamt",      "txcurrcd",   "pay_type",  "out_trade_no", "txdtm",      "expired_time",
        "goods_name", "mchid",      "txzone",    "udid",         "rmb_tag",    "extend_info",
        "limit_pay",  "notify_url", "auth_code", "return_url",   "sub_openid", "openid",
        "pay_tag",    "goods_info", "seller_id"};
    size_t count;
    const struct qfpay_field *fields = qfpay_fields(QFPAY_ENDPOINT_PAYMENT, &count);

    (void)state;
    assert_int_equal(count, COUNT_OF(names));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(fields[i].name, names[i]);
}

static void
every_rule_has_its_requirements_and_a_description(void **state)
{
    (void)state;
    for (int e = 0; e < QFPAY_ENDPOINT_COUNT; e++) {
        size_t count;
        const struct qfpay_field *fields = qfpay_fields((enum qfpay_endpoint)e, &count);

        for (size_t i = 0; i < count; i++) {
            assert_int_equal(fields[i].endpoint, e);
            assert_ptr_equal(
                qfpay_field_find(fields[i].endpoint, fields[i].name, strlen(fields[i].name)),
                &fields[i]);
            assert_true(fields[i].presence_req != QFPAY_REQ_NONE &&
                        fields[i].length_req != QFPAY_REQ_NONE &&
                        fields[i].form_req != QFPAY_REQ_NONE &&
                        fields[i].range_req != QFPAY_REQ_NONE);
            assert_string_not_equal(fields[i].about, "");
        }
    }
}

static void
an_endpoint_without_rules_has_none(void **state)
{
    size_t count = 7;

    (void)state;
    assert_null(qfpay_fields(QFPAY_ENDPOINT_COUNT, &count));
    assert_int_equal(count, 0);
}

static void
a_rule_is_found_by_its_whole_name(void **state)
{
    (void)state;
    assert_null(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "txam", 4));
    assert_null(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "txamt\0x", 7));
    assert_null(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "page", 4));
    assert_null(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "", 0));
}

static void
a_nul_inside_a_value_is_no_end(void **state)
{
    struct qfpay_param param = {"txamt", "10\0", 5, 3};

    (void)state;
    assert_int_equal(qfpay_field_check(rule(QFPAY_ENDPOINT_PAYMENT, "txamt"), &param, NULL),
                     QFPAY_FAULT_FORM);
}

static void
assert_explained(const char *name, const char *value, const char *expected)
{
    const struct qfpay_field *field = rule_for("800201", name);
    struct qfpay_param param = qfpay_param_of(name, value ? value : "");
    const struct qfpay_param *sent = value ? &param : NULL;
    char text[256];

    qfpay_field_explain(field, sent, qfpay_field_check(field, sent, NULL), text, sizeof text);
    assert_string_equal(text, expected);
}

static void
a_fault_is_explained_in_a_sentence(void **state)
{
    (void)state;
    assert_explained("expired_time", "4",
                     "expired_time is 4; it must be a whole number from 5 to 120.");
    assert_explained("txamt", NULL, "txamt is missing; it must be sent.");
    assert_explained("txamt", "", "txamt is empty; it must have a value.");
    assert_explained("txamt", "123456789012", "txamt has 12 bytes; it may have at most 11.");
    assert_explained("goods_name", repeat("測", 65),
                     "goods_name has 65 characters; it may have at most 64.");
    assert_explained("txamt", "1.5",
                     "txamt is 1.5; it must be a whole number of minor units from 1 to "
                     "99999999999, without zeros in front.");
    assert_explained("rmb_tag", "N", "rmb_tag is N; it must be Y.");
}

static void
a_mistyped_currency_or_pay_type_is_explained_with_the_nearest(void **state)
{
    (void)state;
    assert_explained(
        "txcurrcd", "hkd",
        "txcurrcd is hkd; did you mean 'HKD'? It must be three upper-case letters from "
        "the currency table, for example HKD.");
    assert_explained("pay_type", "800 201",
                     "pay_type is 800 201; did you mean '800201'? It must be the six digits of a "
                     "known pay type, for example 800201.");
    assert_explained(
        "txcurrcd", "XXX",
        "txcurrcd is XXX; it must be three upper-case letters from the currency table, "
        "for example HKD.");
}

static void
a_value_is_shown_in_printable_ascii(void **state)
{
    (void)state;
    assert_explained("rmb_tag", "是\xFF\n\xF0\x9F\x98\x80",
                     "rmb_tag is \\u662f\\xff\\u000a\\U0001f600; it must be Y.");
}

static void
a_long_value_is_shown_cut(void **state)
{
    (void)state;
    assert_explained("rmb_tag", repeat("ab", 100),
                     "rmb_tag is abababababababababababababababababababab...; it must be Y.");
}

static void
an_explanation_is_cut_to_its_buffer(void **state)
{
    const struct qfpay_field *field = rule(QFPAY_ENDPOINT_PAYMENT, "txamt");
    char text[8];

    (void)state;
    qfpay_field_explain(field, NULL, QFPAY_FAULT_MISSING, text, sizeof text);
    assert_string_equal(text, "txamt i");
}

/* Every kind of fault of every rule has words of its own; none ends in "must be .". */
static void
every_rule_can_be_explained(void **state)
{
    struct qfpay_param param = qfpay_param_of("", "?");
    char text[256];

    (void)state;
    for (int e = 0; e < QFPAY_ENDPOINT_COUNT; e++) {
        size_t count;
        const struct qfpay_field *fields = qfpay_fields((enum qfpay_endpoint)e, &count);

        for (size_t i = 0; i < count; i++) {
            qfpay_field_explain(&fields[i], &param, QFPAY_FAULT_FORM, text, sizeof text);
            assert_null(strstr(text, "must be ."));
            assert_int_equal(text[strlen(text) - 1], '.');
        }
    }
}

static void
code_points_are_counted(void **state)
{
    (void)state;
    assert_int_equal(qfpay_utf8_length("", 0), 0);
    assert_int_equal(qfpay_utf8_length("a測\xF0\x9F\x98\x80", 8), 3);
    assert_int_equal(qfpay_utf8_length("\xE6\xB8\xAC", 2), -1); /* its last byte is not given */
    assert_int_equal(qfpay_utf8_length("\xED\xA0\x80", 3), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_amount_is_a_positive_whole_number),
        cmocka_unit_test(a_currency_is_in_the_current_table),
        cmocka_unit_test(a_pay_type_is_six_known_digits),
        cmocka_unit_test(a_number_of_the_merchant_is_at_most_128_bytes),
        cmocka_unit_test(a_time_is_in_form_and_in_the_calendar),
        cmocka_unit_test(an_expiry_is_5_to_120_whole_minutes),
        cmocka_unit_test(a_name_of_goods_is_at_most_64_characters),
        cmocka_unit_test(a_mchid_is_at_most_16_bytes_and_not_required_here),
        cmocka_unit_test(the_other_texts_keep_their_lengths),
        cmocka_unit_test(an_identity_is_an_object_with_both_keys),
        cmocka_unit_test(a_url_has_a_scheme_and_a_host),
        cmocka_unit_test(a_url_is_at_most_256_bytes),
        cmocka_unit_test(lists_of_a_query_have_no_empty_element_and_no_bound),
        cmocka_unit_test(pages_of_a_query_count_from_1_and_hold_at_most_100),
        cmocka_unit_test(times_and_states_of_a_query_are_checked),
        cmocka_unit_test(what_is_required_may_be_neither_missing_nor_empty),
        cmocka_unit_test(what_is_optional_may_be_missing_or_empty),
        cmocka_unit_test(payments_are_checked_in_the_order_of_the_seed),
        cmocka_unit_test(every_rule_has_its_requirements_and_a_description),
        cmocka_unit_test(an_endpoint_without_rules_has_none),
        cmocka_unit_test(a_rule_is_found_by_its_whole_name),
        cmocka_unit_test(a_nul_inside_a_value_is_no_end),
        cmocka_unit_test(a_fault_is_explained_in_a_sentence),
        cmocka_unit_test(a_mistyped_currency_or_pay_type_is_explained_with_the_nearest),
        cmocka_unit_test(a_value_is_shown_in_printable_ascii),
        cmocka_unit_test(a_long_value_is_shown_cut),
        cmocka_unit_test(an_explanation_is_cut_to_its_buffer),
        cmocka_unit_test(every_rule_can_be_explained),
        cmocka_unit_test(code_points_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
