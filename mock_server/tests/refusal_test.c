/* Which mistake is told first when there are two, from path and method down to the number; and what
 * stands between the wire and the fields: content type, form, headers, signature. */
#include "shop.h"

#include <string.h>

static void
assert_http_refuses(const struct answer *answer, unsigned http_status, const char *requirement)
{
    assert_int_equal(answer->reply.http_status, http_status);
    assert_string_equal(qfpay_requirement(answer->reply.requirement)->id, requirement);
    assert_non_null(text_of(answer, "error"));
}

static void
an_unknown_path_is_404_whatever_the_method(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.path = "/trade/v1/pay";
    call.method = "PATCH";

    assert_http_refuses(deliver(shop, &call), 404, "HTTP-11");
}

static const char *
diagnosis_of(struct shop *shop, const char *path)
{
    struct call call = a_payment(shop, NULL);

    call.path = path;
    return deliver(shop, &call)->reply.diagnosis;
}

static void
a_mistyped_path_is_answered_with_the_nearest(void **state)
{
    static const char *const paths[][2] = {
        {"/trade/v1/paymnt", "; did you mean '/trade/v1/payment'? It serves"},
        {"/trade/payment", "; did you mean '/trade/v1/payment'?"},
        {"/trade/v1/query/", "; did you mean '/trade/v1/query'?"},
        {"/Trade/V1/Refund", "; did you mean '/trade/v1/refund'?"},
        {"/query", "; did you mean '/trade/v1/query'?"},
        {"/sandbox/rules", "; did you mean '/__sandbox/rules'?"},
    };

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const char *diagnosis = diagnosis_of(*state, paths[i][0]);

        if (!strstr(diagnosis, paths[i][1]))
            fail_msg("%s: %s", paths[i][1], diagnosis);
    }
}

/* The hint stands in a header: nothing that the path brings may begin another one. */
static void
a_path_that_is_like_none_or_not_printable_gets_no_guess(void **state)
{
    static const char *const paths[] = {"/", "/favicon.ico", "/v2/orders"};
    const char *diagnosis;

    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_null(strstr(diagnosis_of(*state, paths[i]), "did you mean"));

    diagnosis = diagnosis_of(*state, "/sandbox/a\r\nX-Evil: 1");
    assert_null(strpbrk(diagnosis, "\r\n"));
}

static void
a_wrong_method_is_405_and_says_which_are_right(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *answer;

    call.method = "GET";
    answer = deliver(shop, &call);

    assert_http_refuses(answer, 405, "HTTP-11");
    assert_string_equal(answer->reply.allow, "POST");
}

static void
the_method_is_told_before_the_size(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.method = "DELETE";
    call.body_too_large = true;

    assert_http_refuses(deliver(shop, &call), 405, "HTTP-11");
}

static void
the_size_is_told_before_the_content_type(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.body_too_large = true;
    call.headers.content_type = "text/plain";

    assert_int_equal(deliver(shop, &call)->reply.http_status, 413);
}

static void
the_content_type_is_told_before_the_app_code(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_type = "application/json";
    call.headers.app_code = NULL;

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
a_json_body_is_recognised_even_under_the_forms_content_type(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.body = "{\"txamt\": \"300\"}";

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
assert_told(const struct answer *answer, const char *words)
{
    if (!strstr(answer->reply.diagnosis, words))
        fail_msg("\"%s\" is not in: %s", words, answer->reply.diagnosis);
}

static void
a_body_of_phps_curl_is_told_how_it_came_about(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *answer;

    call.headers.content_type = "multipart/form-data; boundary=------------------------d74496d6";
    call.body = "--------------------------d74496d6\r\nContent-Disposition: form-data; "
                "name=\"txamt\"\r\n\r\n300\r\n--------------------------d74496d6--\r\n";
    answer = deliver(shop, &call);

    assert_refused(answer, "1103", "HTTP-04");
    assert_told(answer, "CURLOPT_POSTFIELDS");
    assert_told(answer, "http_build_query");
}

static void
assert_told_of_the_quickstart(const struct answer *answer)
{
    assert_told(answer, "Instead of total_fee send txamt (PIT-95).");
    assert_told(answer, "quickstart");
    assert_told(answer, "800201");
}

/* As https://sdk.qfapi.com/quickstart prints it, with a signature among the parameters. */
static void
the_request_of_the_quickstart_page_is_named_as_that_in_json(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *answer;

    call.headers.content_type = "application/json";
    call.body = "{\"app_code\": \"YOUR_APP_CODE\", \"out_trade_no\": \"ORDER_1001\", "
                "\"total_fee\": \"100\", \"pay_type\": \"801\", \"sign\": \"00\", "
                "\"notify_url\": \"https://example.com/callback\"}";
    assert_told_of_the_quickstart(deliver(shop, &call));

    call.headers.app_code = NULL;
    call.headers.sign = NULL;
    answer = deliver(shop, &call);
    assert_refused(answer, "1103", "HTTP-04");
    assert_told_of_the_quickstart(answer);
    assert_told(answer, "Instead of app_code send the header X-QF-APPCODE (PIT-32).");
    assert_told(answer, "Instead of sign send the header X-QF-SIGN (PIT-07).");
}

static void
the_request_of_the_quickstart_page_is_named_as_that_in_a_form(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "total_fee", "100", "txamt", WITHOUT, "pay_type", "801",
                                 "txcurrcd", WITHOUT, "txdtm", WITHOUT, NULL);
    const struct answer *answer = deliver(shop, &call);

    assert_refused(answer, "1104", "PAY-TXAMT-01");
    assert_told_of_the_quickstart(answer);

    call.headers.sign = "00000000000000000000000000000000";
    answer = deliver(shop, &call);
    assert_refused(answer, "1108", "SIG-11");
    assert_told_of_the_quickstart(answer);

    call.headers.sign = NULL;
    answer = deliver(shop, &call);
    assert_refused(answer, "1108", "HDR-02");
    assert_told_of_the_quickstart(answer);

    call.headers.app_code = NULL;
    answer = deliver(shop, &call);
    assert_refused(answer, "1108", "HDR-01");
    assert_told_of_the_quickstart(answer);
}

static void
assert_told_nothing_of(const struct answer *answer, const char *words)
{
    if (strstr(answer->reply.diagnosis, words))
        fail_msg("\"%s\" is in: %s", words, answer->reply.diagnosis);
}

static void
a_pay_type_of_three_digits_is_the_quickstarts(void **state)
{
    const struct answer *answer = pay(*state, "pay_type", "801", NULL);

    assert_refused(answer, "1104", "PAY-TYPE-01");
    assert_told(answer, "quickstart page writes so, and no other page does (PIT-95): send a "
                        "pay_type of six digits such as 800201.");
}

static void
json_with_an_app_code_is_the_quickstarts(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *answer;

    call.headers.content_type = "application/json";
    call.headers.app_code = NULL;
    call.body = "{\"app_code\": \"x\", \"txamt\": 100, \"pay_type\": 800201, \"txcurrcd\": "
                "\"HKD\", \"txdtm\": \"2026-03-10 12:00:00\"}";
    answer = deliver(shop, &call);

    assert_refused(answer, "1103", "HTTP-04");
    assert_told(answer, "(PIT-95): send a form.");
}

static void
a_form_with_an_app_code_is_told_of_the_header_alone(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "app_code", DIRECT_APP, NULL);
    const struct answer *answer;

    call.headers.app_code = NULL;
    answer = deliver(shop, &call);

    assert_refused(answer, "1108", "HDR-01");
    assert_told(answer, "Instead of app_code send the header X-QF-APPCODE (PIT-32).");
    assert_told_nothing_of(answer, "quickstart");
    assert_told_nothing_of(answer, "PIT-95");
}

static void
a_form_with_a_total_fee_is_not_told_what_it_has_right(void **state)
{
    const struct answer *answer = pay(*state, "total_fee", "100", "txamt", WITHOUT, NULL);

    assert_refused(answer, "1104", "PAY-TXAMT-01");
    assert_told(answer, "Instead of total_fee send txamt (PIT-95). The documentation's quickstart "
                        "page writes so, and no other page does (PIT-95).");
}

/* What is sent instead of the right name, and what is said. */
static const char *const mistyped[][3] = {
    {"out_trade_no", "out_trad_no",
     "out_trade_no is missing; 'out_trad_no' was sent: did you mean 'out_trade_no'?"},
    {"txamt", "Txamt", "txamt is missing; 'Txamt' was sent: did you mean 'txamt'?"},
    {"txcurrcd", "txcurrcy", "txcurrcd is missing; 'txcurrcy' was sent"},
};

static void
a_missing_parameter_names_the_mistyped_one(void **state)
{
    for (size_t i = 0; i < COUNT_OF(mistyped); i++) {
        const struct answer *answer = pay(*state, mistyped[i][0], WITHOUT, mistyped[i][1], "10",
                                          NULL);

        assert_string_equal(answer->reply.respcd, "1104");
        assert_told(answer, mistyped[i][2]);
    }
}

static void
a_missing_parameter_names_nothing_that_is_far_or_meant_otherwise(void **state)
{
    struct shop *shop = *state;

    assert_told(pay(shop, "txamt", WITHOUT, "nonsense", "1", "goods_nmae", "tea", NULL),
                "txamt is missing; it must be sent.");
}

static void
a_json_body_of_pythons_requests_is_told_how_it_came_about(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_type = "application/json";
    call.body = "{\"txamt\": \"300\"}";

    assert_told(deliver(shop, &call), "Python's requests makes this of json=: give it data=.");
}

static void
a_name_beside_the_right_one_is_not_told(void **state)
{
    const struct answer *answer = pay(*state, "total_fee", "300", "pay_type", "80020", NULL);

    assert_refused(answer, "1104", "PAY-TYPE-01");
    assert_null(strstr(answer->reply.diagnosis, "total_fee"));
    assert_null(strstr(answer->reply.diagnosis, "quickstart"));
}

static void
a_missing_parameter_that_came_under_another_name_is_told(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer = pay(shop, "currency", "HKD", "txcurrcd", WITHOUT, NULL);

    assert_refused(answer, "1104", "PAY-CUR-01");
    assert_told(answer, "Instead of currency send txcurrcd (PIT-32).");
    assert_null(strstr(answer->reply.diagnosis, "quickstart"));
}

static void
a_compressed_body_is_refused(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_encoding = "gzip";

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
a_charset_of_utf_8_is_a_form(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_type = "application/x-www-form-urlencoded; charset=UTF-8";

    assert_accepted(deliver(shop, &call));
}

static void
another_charset_is_refused(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_type = "application/x-www-form-urlencoded; charset=GBK";

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
a_form_without_a_content_type_is_read(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.content_type = NULL;

    assert_accepted(deliver(shop, &call));
}

static void
a_parameter_that_occurs_twice_is_refused_before_the_signature(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.body = format(shop, "%s&txamt=1", call.body);
    call.headers.sign = "00";

    assert_refused(deliver(shop, &call), "1103", "HTTP-09");
}

static void
a_parameter_in_url_and_body_occurs_twice(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.query = "txamt=300";

    assert_refused(deliver(shop, &call), "1103", "HTTP-09");
}

static void
a_parameter_without_a_name_is_a_form_that_cannot_be_read(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.body = format(shop, "%s&=1", call.body);

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
more_parameters_than_anybody_needs_are_refused(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    for (unsigned i = 0; i < QFPAY_PARAM_MAX; i++)
        call.body = format(shop, "%s&x%u=", call.body, i);

    assert_refused(deliver(shop, &call), "1103", "HTTP-04");
}

static void
a_missing_app_code_is_told_before_a_missing_signature(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.app_code = NULL;
    call.headers.sign = NULL;

    assert_refused(deliver(shop, &call), "1108", "HDR-01");
}

static void
an_unknown_app_code_is_named_as_such(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    as_merchant(shop, "00000000000000000000000000000000", DIRECT_KEY);
    answer = pay(shop, NULL);

    assert_refused(answer, "1108", "HDR-07");
    assert_string_equal(text_of(answer, "respmsg"), "unknown app code");
}

static void
app_codes_are_compared_byte_by_byte(void **state)
{
    struct shop *shop = *state;

    as_merchant(shop, "a1b2c3d4e5f60718293a4b5c6d7e8f90", DIRECT_KEY);

    assert_refused(pay(shop, NULL), "1108", "HDR-07");
}

static void
a_missing_signature_is_told_before_an_unknown_sign_type(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.sign = NULL;
    call.headers.sign_type = "SHA512";

    assert_refused(deliver(shop, &call), "1108", "HDR-02");
}

static void
a_signature_in_the_form_does_not_replace_the_header(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "sign", "00", NULL);
    const struct answer *answer;

    call.headers.sign = NULL;
    answer = deliver(shop, &call);

    assert_refused(answer, "1108", "HDR-02");
    assert_non_null(strstr(answer->reply.diagnosis, "PIT-07"));
}

static void
an_unknown_sign_type_is_refused(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.sign_type = "SHA512";

    assert_refused(deliver(shop, &call), "1108", "HDR-05");
}

static void
md5_may_be_announced(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *answer;

    call.headers.sign_type = "MD5";
    answer = deliver(shop, &call);

    assert_accepted(answer);
    assert_not_advised(answer);
}

static void
a_sign_type_in_lower_case_is_accepted_with_advice(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.headers.sign_type = "md5";

    assert_advised(deliver(shop, &call), "HDR-05");
}

static void
a_signature_in_lower_case_is_accepted(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    char *sign = arena_dup(&shop->arena, call.headers.sign);

    for (char *at = sign; *at != '\0'; at++)
        *at = (char)(*at >= 'A' && *at <= 'F' ? *at + 32 : *at);
    call.headers.sign = sign;

    assert_accepted(deliver(shop, &call));
}

static void
a_wrong_signature_is_told_before_a_wrong_field(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "txamt", "0", NULL);

    call.headers.sign = "00000000000000000000000000000000";

    assert_refused(deliver(shop, &call), "1108", "SIG-11");
}

static void
a_wrongly_signed_request_gets_nothing_back_that_it_sent(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "out_trade_no", "secret-number", NULL);

    call.headers.sign = "00000000000000000000000000000000";

    assert_null(text_of(deliver(shop, &call), "out_trade_no"));
}

static void
a_diagnosis_never_shows_the_client_key(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "udid", DIRECT_KEY, NULL);

    call.headers.sign = "00000000000000000000000000000000";

    assert_null(strstr(deliver(shop, &call)->reply.diagnosis, DIRECT_KEY));
}

static void
a_wrong_signature_is_told_before_a_wrong_mchid(void **state)
{
    struct shop *shop = *state;
    struct call call;

    as_agent(shop, "ZaMVg99999");
    call = a_payment(shop, NULL);
    call.headers.sign = "00000000000000000000000000000000";

    assert_refused(deliver(shop, &call), "1108", "SIG-11");
}

static void
the_mchid_is_told_before_the_fields(void **state)
{
    assert_refused(pay(*state, "mchid", "ZaMVg00001", "txamt", "0", NULL), "1104", "PAY-MCHID-02");
}

static void
fields_are_told_in_the_order_of_the_seeds_table(void **state)
{
    static const struct {
        const char *name;
        const char *requirement;
    } order[] = {
        {"txamt", "PAY-TXAMT-01"},      {"txcurrcd", "PAY-CUR-01"}, {"pay_type", "PAY-TYPE-01"},
        {"out_trade_no", "PAY-OTN-01"}, {"txdtm", "PAY-TXDTM-01"},
    };

    /* Each one and the next are missing: the earlier one is told. */
    for (size_t i = 0; i + 1 < COUNT_OF(order); i++)
        assert_refused(pay(*state, order[i].name, WITHOUT, order[i + 1].name, WITHOUT, NULL),
                       "1104", order[i].requirement);
}

static void
the_fields_are_told_before_the_filter(void **state)
{
    assert_refused(pay(*state, "pay_type", "800101", "txdtm", "now", NULL), "1104", "PAY-TXDTM-02");
}

static void
the_filter_is_told_before_a_used_number(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "used", NULL));

    assert_refused(pay(shop, "out_trade_no", "used", "pay_type", "802901", NULL), "1242",
                   "PAY-TYPE-02");
}

static void
a_used_number_is_told_before_what_the_channel_would_say(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "used", NULL));

    assert_refused(pay(shop, "out_trade_no", "used", "txamt", "991205", NULL), "1251",
                   "PAY-OTN-02");
}

static void
a_used_number_is_told_before_an_early_code_of_a_trigger(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "used", NULL));

    assert_refused(pay(shop, "out_trade_no", "used", "txamt", "991100", NULL), "1251",
                   "PAY-OTN-02");
}

static void
seconds_in_expired_time_are_recognised(void **state)
{
    const struct answer *answer = pay(*state, "expired_time", "300", NULL);

    assert_refused(answer, "1104", "PAY-EXP-02");
    assert_non_null(strstr(answer->reply.diagnosis, "PIT-33"));
}

static void
an_amount_in_major_units_is_recognised(void **state)
{
    const struct answer *answer = pay(*state, "txamt", "3.00", NULL);

    assert_non_null(strstr(answer->reply.diagnosis, "PIT-11"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(an_unknown_path_is_404_whatever_the_method),
        SHOP_TEST(a_mistyped_path_is_answered_with_the_nearest),
        SHOP_TEST(a_path_that_is_like_none_or_not_printable_gets_no_guess),
        SHOP_TEST(a_wrong_method_is_405_and_says_which_are_right),
        SHOP_TEST(the_method_is_told_before_the_size),
        SHOP_TEST(the_size_is_told_before_the_content_type),
        SHOP_TEST(the_content_type_is_told_before_the_app_code),
        SHOP_TEST(a_json_body_is_recognised_even_under_the_forms_content_type),
        SHOP_TEST(a_body_of_phps_curl_is_told_how_it_came_about),
        SHOP_TEST(the_request_of_the_quickstart_page_is_named_as_that_in_json),
        SHOP_TEST(the_request_of_the_quickstart_page_is_named_as_that_in_a_form),
        SHOP_TEST(a_pay_type_of_three_digits_is_the_quickstarts),
        SHOP_TEST(json_with_an_app_code_is_the_quickstarts),
        SHOP_TEST(a_form_with_an_app_code_is_told_of_the_header_alone),
        SHOP_TEST(a_form_with_a_total_fee_is_not_told_what_it_has_right),
        SHOP_TEST(a_missing_parameter_names_the_mistyped_one),
        SHOP_TEST(a_missing_parameter_names_nothing_that_is_far_or_meant_otherwise),
        SHOP_TEST(a_json_body_of_pythons_requests_is_told_how_it_came_about),
        SHOP_TEST(a_name_beside_the_right_one_is_not_told),
        SHOP_TEST(a_missing_parameter_that_came_under_another_name_is_told),
        SHOP_TEST(a_compressed_body_is_refused),
        SHOP_TEST(a_charset_of_utf_8_is_a_form),
        SHOP_TEST(another_charset_is_refused),
        SHOP_TEST(a_form_without_a_content_type_is_read),
        SHOP_TEST(a_parameter_that_occurs_twice_is_refused_before_the_signature),
        SHOP_TEST(a_parameter_in_url_and_body_occurs_twice),
        SHOP_TEST(a_parameter_without_a_name_is_a_form_that_cannot_be_read),
        SHOP_TEST(more_parameters_than_anybody_needs_are_refused),
        SHOP_TEST(a_missing_app_code_is_told_before_a_missing_signature),
        SHOP_TEST(an_unknown_app_code_is_named_as_such),
        SHOP_TEST(app_codes_are_compared_byte_by_byte),
        SHOP_TEST(a_missing_signature_is_told_before_an_unknown_sign_type),
        SHOP_TEST(a_signature_in_the_form_does_not_replace_the_header),
        SHOP_TEST(an_unknown_sign_type_is_refused),
        SHOP_TEST(md5_may_be_announced),
        SHOP_TEST(a_sign_type_in_lower_case_is_accepted_with_advice),
        SHOP_TEST(a_signature_in_lower_case_is_accepted),
        SHOP_TEST(a_wrong_signature_is_told_before_a_wrong_field),
        SHOP_TEST(a_wrongly_signed_request_gets_nothing_back_that_it_sent),
        SHOP_TEST(a_diagnosis_never_shows_the_client_key),
        SHOP_TEST(a_wrong_signature_is_told_before_a_wrong_mchid),
        SHOP_TEST(the_mchid_is_told_before_the_fields),
        SHOP_TEST(fields_are_told_in_the_order_of_the_seeds_table),
        SHOP_TEST(the_fields_are_told_before_the_filter),
        SHOP_TEST(the_filter_is_told_before_a_used_number),
        SHOP_TEST(a_used_number_is_told_before_what_the_channel_would_say),
        SHOP_TEST(a_used_number_is_told_before_an_early_code_of_a_trigger),
        SHOP_TEST(seconds_in_expired_time_are_recognised),
        SHOP_TEST(an_amount_in_major_units_is_recognised),
    };

    return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
