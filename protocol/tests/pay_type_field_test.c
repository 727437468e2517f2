/*
 * What a pay type changes in the rules of a payment's parameters.
 */
#include <stdio.h>
#include <string.h>

#include "qfpay/field.h"
#include "qfpay/pay_type.h"
#include "testing.h"

static const struct qfpay_field *
rule_for(const char *pay_type, const char *name)
{
    static struct qfpay_field room;
    const struct qfpay_field *field = qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, name, strlen(name));
    size_t count;
    const struct qfpay_pay_type_field *changes = qfpay_pay_type_fields(pay_type, strlen(pay_type),
                                                                       &count);

    assert_non_null(field);
    return qfpay_field_for(field, changes, count, &room);
}

/* value NULL: the parameter is not sent. */
static void
assert_check(const char *pay_type, const char *name, const char *value, enum qfpay_fault fault,
             enum qfpay_req req)
{
    struct qfpay_param param = qfpay_param_of(name, value ? value : "");
    enum qfpay_req broken = QFPAY_REQ_COUNT;
    enum qfpay_fault found = qfpay_field_check(rule_for(pay_type, name), value ? &param : NULL,
                                               &broken);

    if (found != fault || broken != req)
        fail_msg("%s with %s=%s gives fault %d by %s, not %d by %s", pay_type, name,
                 value ? value : "(none)", (int)found, qfpay_requirement(broken)->id, (int)fault,
                 qfpay_requirement(req)->id);
}

static void
assert_fine(const char *pay_type, const char *name, const char *value)
{
    assert_check(pay_type, name, value, QFPAY_FAULT_NONE, QFPAY_REQ_NONE);
}

static bool
is_listed(const char *list, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = strstr(list, name); at; at = strstr(at + 1, name))
        if ((at == list || at[-1] == ',') && (at[len] == ',' || at[len] == '\0'))
            return true;
    return false;
}

/* Two tables say which parameters a pay type needs; they must not drift apart. */
static void
what_a_pay_type_lists_as_required_is_required_and_nothing_else(void **state)
{
    size_t count;
    const struct qfpay_field *fields = qfpay_fields(QFPAY_ENDPOINT_PAYMENT, &count);

    (void)state;
    for (size_t t = 0; t < qfpay_pay_type_count(); t++) {
        const struct qfpay_pay_type *type = qfpay_pay_type_at(t);

        for (size_t i = 0; i < count; i++) {
            bool is_required = rule_for(type->pay_type, fields[i].name)->presence ==
                               QFPAY_PRESENCE_REQUIRED;
            bool is_always = fields[i].presence == QFPAY_PRESENCE_REQUIRED;

            if (is_required != (is_always || is_listed(type->required, fields[i].name)))
                fail_msg("%s and %s disagree", type->pay_type, fields[i].name);
        }
    }
}

static void
expired_time_is_used_by_the_pay_types_that_have_it(void **state)
{
    (void)state;
    for (size_t t = 0; t < qfpay_pay_type_count(); t++) {
        const struct qfpay_pay_type *type = qfpay_pay_type_at(t);
        bool is_used = rule_for(type->pay_type, "expired_time")->presence ==
                       QFPAY_PRESENCE_OPTIONAL;

        if (is_used != type->expired_time)
            fail_msg("%s and expired_time disagree", type->pay_type);
    }
}

static void
a_missing_parameter_breaks_the_rule_of_its_pay_type(void **state)
{
    static const struct {
        const char *pay_type;
        const char *name;
        enum qfpay_req req;
    } needs[] = {
        {"800208", "auth_code", QFPAY_REQ_PAY_CPM_01},
        {"800212", "extend_info", QFPAY_REQ_PAY_H5_01},
        {"800207", "sub_openid", QFPAY_REQ_PAY_JSAPI_01},
        {"800213", "sub_openid", QFPAY_REQ_PAY_MINI_01},
        {"800210", "goods_name", QFPAY_REQ_PAY_APP_01},
        {"801510", "seller_id", QFPAY_REQ_PAY_APP_02},
        {"800107", "openid", QFPAY_REQ_PAY_ALI_H5},
        {"802801", "extend_info", QFPAY_REQ_PAY_CARD_01},
        {"801801", "auth_code", QFPAY_REQ_PAY_PREAUTH_01},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        assert_check(needs[i].pay_type, needs[i].name, NULL, QFPAY_FAULT_MISSING, needs[i].req);
        assert_check(needs[i].pay_type, needs[i].name, "", QFPAY_FAULT_EMPTY, needs[i].req);
    }
}

static void
a_recommended_parameter_may_be_missing_and_is_checked(void **state)
{
    static const char *const names[] = {"goods_name", "notify_url", "return_url"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_int_equal(rule_for("801107", names[i])->presence, QFPAY_PRESENCE_RECOMMENDED);
        assert_fine("801107", names[i], NULL);
        assert_fine("801107", names[i], "");
    }
    assert_check("801512", "return_url", "thanks.html", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_WEB_01);
}

static void
a_parameter_of_other_pay_types_is_ignored_whatever_it_holds(void **state)
{
    (void)state;
    assert_fine("800201", "auth_code", NULL);
    assert_fine("800201", "auth_code", "\n");
    assert_fine("800201", "return_url", "nowhere");
    assert_fine("800208", "expired_time", "4");
    assert_fine("805814", "expired_time", "soon");
}

static void
a_parameter_that_a_pay_type_may_have_is_checked(void **state)
{
    (void)state;
    assert_fine("801101", "return_url", NULL);
    assert_fine("801101", "return_url", "https://shop.example/thanks?id=1");
    assert_check("801101", "return_url", "thanks.html", QFPAY_FAULT_FORM, QFPAY_REQ_PAY_WEB_01);
    assert_fine("800101", "pay_tag", "ALIPAYCN");
    assert_check("800101", "pay_tag", "ALIPAYCN_ALIPAYCN", QFPAY_FAULT_LENGTH,
                 QFPAY_REQ_PAY_MPM_01);
    assert_check("800101", "expired_time", "4", QFPAY_FAULT_RANGE, QFPAY_REQ_PAY_EXP_02);
}

static void
the_payers_code_has_at_most_128_bytes(void **state)
{
    char code[130];

    (void)state;
    memset(code, '1', sizeof code - 1);
    code[129] = '\0';
    assert_check("800208", "auth_code", code, QFPAY_FAULT_LENGTH, QFPAY_REQ_LIM_04);
    code[128] = '\0';
    assert_fine("800208", "auth_code", code);
}

#define H5_INFO "{\"type\":\"Wap\",\"wap_url\":\"https://shop.example\",\"wap_name\":\"Shop\"}"

static void
the_scene_of_a_browser_is_complete(void **state)
{
    static const char *const incomplete[] = {
        "{}",
        "[]",
        "scene",
        "{\"scene_info\":{\"h5_info\":" H5_INFO "}}",
        "{\"scene_info\":{\"h5_info\":{\"type\":\"Wap\",\"wap_url\":\"https://shop.example\"}},"
        "\"spbill_create_ip\":\"192.0.2.1\"}",
        "{\"scene_info\":{\"h5_info\":{\"type\":\"IOS\",\"wap_url\":\"https://shop.example\","
        "\"wap_name\":\"Shop\"}},\"spbill_create_ip\":\"192.0.2.1\"}",
        "{\"scene_info\":{\"h5_info\":{\"type\":\"Wap\",\"wap_url\":\"\",\"wap_name\":\"Shop\"}},"
        "\"spbill_create_ip\":\"192.0.2.1\"}",
        "{\"user_creid\":\"1\",\"user_truename\":\"2\"}",
    };

    (void)state;
    assert_fine("800212", "extend_info",
                "{\"scene_info\":{\"h5_info\":" H5_INFO "},\"spbill_create_ip\":\"192.0.2.1\"}");
    assert_fine("800212", "extend_info",
                "{\"scene_info\":{\"h5_info\":" H5_INFO ",\"spbill_create_ip\":\"192.0.2.1\"}}");
    for (size_t i = 0; i < COUNT_OF(incomplete); i++)
        assert_check("800212", "extend_info", incomplete[i], QFPAY_FAULT_FORM, QFPAY_REQ_PAY_H5_01);
}

static void
card_data_is_hex_and_comes_with_a_return_url(void **state)
{
    static const char *const wrong[] = {
        "{\"payment_data_enc\":\"0aF9\"}",
        "{\"payment_data_enc\":\"\",\"return_url\":\"https://shop.example\"}",
        "{\"payment_data_enc\":\"4111 1111\",\"return_url\":\"https://shop.example\"}",
        "{\"payment_data_enc\":7,\"return_url\":\"https://shop.example\"}",
        "\"0aF9\"",
    };

    (void)state;
    assert_fine("802801", "extend_info",
                "{\"payment_data_enc\":\"0aF9\",\"return_url\":\"https://shop.example\"}");
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_check("802801", "extend_info", wrong[i], QFPAY_FAULT_FORM, QFPAY_REQ_PAY_CARD_01);
}

static void
a_changed_rule_explains_itself(void **state)
{
    struct qfpay_param param = qfpay_param_of("extend_info", "{}");
    char text[256];

    (void)state;
    qfpay_field_explain(rule_for("800212", "extend_info"), &param, QFPAY_FAULT_FORM, text,
                        sizeof text);
    assert_string_equal(text, "extend_info is {}; it must be the text of a JSON object with "
                              "scene_info.h5_info of type Wap, wap_url and wap_name, and with "
                              "spbill_create_ip.");
    qfpay_field_explain(rule_for("802801", "extend_info"), &param, QFPAY_FAULT_FORM, text,
                        sizeof text);
    assert_string_equal(text, "extend_info is {}; it must be the text of a JSON object with the "
                              "strings payment_data_enc, in hex, and return_url.");
}

static void
only_a_payment_has_rules_by_pay_type(void **state)
{
    const struct qfpay_field *field = qfpay_field_find(QFPAY_ENDPOINT_AUTHTRADE, "return_url", 10);
    struct qfpay_field room;
    size_t count;
    const struct qfpay_pay_type_field *changes = qfpay_pay_type_fields("801107", 6, &count);

    (void)state;
    assert_ptr_equal(qfpay_field_for(field, changes, count, &room), field);
}

static void
text_that_is_no_pay_type_changes_nothing(void **state)
{
    static const char *const texts[] = {"", "80020", "8002010", "000000", "999999", "802301"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        size_t count = 7;

        assert_null(qfpay_pay_type_fields(texts[i], strlen(texts[i]), &count));
        assert_int_equal(count, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_pay_type_lists_as_required_is_required_and_nothing_else),
        cmocka_unit_test(expired_time_is_used_by_the_pay_types_that_have_it),
        cmocka_unit_test(a_missing_parameter_breaks_the_rule_of_its_pay_type),
        cmocka_unit_test(a_recommended_parameter_may_be_missing_and_is_checked),
        cmocka_unit_test(a_parameter_of_other_pay_types_is_ignored_whatever_it_holds),
        cmocka_unit_test(a_parameter_that_a_pay_type_may_have_is_checked),
        cmocka_unit_test(the_payers_code_has_at_most_128_bytes),
        cmocka_unit_test(the_scene_of_a_browser_is_complete),
        cmocka_unit_test(card_data_is_hex_and_comes_with_a_return_url),
        cmocka_unit_test(a_changed_rule_explains_itself),
        cmocka_unit_test(only_a_payment_has_rules_by_pay_type),
        cmocka_unit_test(text_that_is_no_pay_type_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
