/*
 * The raw call and the client's settings: what is sent as it is, what is checked of what comes
 * back.
 */
#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum qfpay_status
call_query(struct till *till)
{
    struct qfpay_param param = qfpay_param_of("out_trade_no", "order-1");

    return qfpay_call(till->client, QFPAY_ENDPOINT_QUERY, &param, 1, &till->answer, &till->err);
}

static void
reopen_with_verify(struct till *till, enum qfpay_verify verify)
{
    struct qfpay_settings settings;

    till_settings(till, &settings);
    settings.verify_responses = verify;
    till_reopen(till, &settings);
}

static const char *
header_of(const qfpay_signed *prepared, const char *name)
{
    const struct qfpay_request *request = qfpay_signed_request(prepared);

    for (size_t i = 0; i < request->header_count; i++)
        if (strcmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

/* Vector sign.derived.minimal, sent in an order that is not the signing order. */
static void
a_call_is_encoded_in_order_and_signed_sorted(void **state)
{
    struct till *till = *state;
    const struct qfpay_param params[] = {
        qfpay_param_of("txamt", "10"),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("out_trade_no", "01234567890123"),
        qfpay_param_of("txdtm", "2020-04-10 11:45:44"),
    };
    qfpay_signed *prepared = NULL;

    assert_int_equal(
        qfpay_signed_new(till->client, QFPAY_ENDPOINT_PAYMENT, params, 5, &prepared, NULL),
        QFPAY_OK);
    assert_string_equal(qfpay_signed_request(prepared)->body,
                        "txamt=10&txcurrcd=HKD&pay_type=800201&out_trade_no=01234567890123"
                        "&txdtm=2020-04-10+11%3A45%3A44");
    assert_string_equal(header_of(prepared, "X-QF-SIGN"), "5F09B02214757EF08A1EE83531D98C4D");
    assert_string_equal(header_of(prepared, "X-QF-APPCODE"), TILL_APP_CODE);
    assert_null(header_of(prepared, "X-QF-SIGNTYPE"));
    qfpay_signed_free(prepared);
}

/* The same again: what is empty changes neither the body nor the signature. */
static void
an_empty_parameter_is_neither_sent_nor_signed(void **state)
{
    struct till *till = *state;
    const struct qfpay_param params[] = {
        qfpay_param_of("goods_name", ""),
        qfpay_param_of("txamt", "10"),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("out_trade_no", "01234567890123"),
        qfpay_param_of("txdtm", "2020-04-10 11:45:44"),
        qfpay_param_of("udid", ""),
    };
    qfpay_signed *prepared = NULL;

    assert_int_equal(
        qfpay_signed_new(till->client, QFPAY_ENDPOINT_PAYMENT, params, 7, &prepared, NULL),
        QFPAY_OK);
    assert_string_equal(qfpay_signed_request(prepared)->body,
                        "txamt=10&txcurrcd=HKD&pay_type=800201&out_trade_no=01234567890123"
                        "&txdtm=2020-04-10+11%3A45%3A44");
    assert_string_equal(header_of(prepared, "X-QF-SIGN"), "5F09B02214757EF08A1EE83531D98C4D");
    qfpay_signed_free(prepared);
}

static void
sha256_is_announced(void **state)
{
    struct till *till = *state;
    struct qfpay_settings settings;
    qfpay_signed *prepared = NULL;

    till_settings(till, &settings);
    settings.digest = QFPAY_DIGEST_SHA256;
    till_reopen(till, &settings);

    assert_int_equal(qfpay_signed_new(till->client, QFPAY_ENDPOINT_QUERY, NULL, 0, &prepared, NULL),
                     QFPAY_OK);
    assert_string_equal(header_of(prepared, "X-QF-SIGNTYPE"), "SHA256");
    assert_int_equal(strlen(header_of(prepared, "X-QF-SIGN")), 64);
    qfpay_signed_free(prepared);
}

static void
a_call_with_one_name_twice_is_refused(void **state)
{
    struct till *till = *state;
    const struct qfpay_param params[] = {qfpay_param_of("page", "1"), qfpay_param_of("page", "2")};

    assert_int_equal(
        qfpay_call(till->client, QFPAY_ENDPOINT_QUERY, params, 2, &till->answer, &till->err),
        QFPAY_E_DUPLICATE);
    assert_asked(till, "");
}

static void
a_raw_call_adds_no_mchid(void **state)
{
    struct till *till = *state;
    struct qfpay_settings settings;

    till_settings(till, &settings);
    settings.mchid = "ZaMVg00001";
    till_reopen(till, &settings);
    qfpay_answers(till, a_query(""));

    assert_int_equal(call_query(till), QFPAY_OK);
    assert_null(asked_value(till, 0, "mchid"));
}

static void
a_raw_call_does_not_try_again(void **state)
{
    struct till *till = *state;

    qfpay_is_too_busy(till, NULL);

    assert_int_equal(call_query(till), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_false(qfpay_answer_worked(till->answer));
    assert_asked(till, "query");
}

static void
a_rightly_signed_response_is_believed_in_either_case(void **state)
{
    struct till *till = *state;

    /* MD5 of "{}" and the shop's key, computed with md5sum. */
    qfpay_replies(till, 200, "{}")->sign = "a3cf96c22dbf2d2310818623229c1264";
    assert_int_equal(call_query(till), QFPAY_OK);
}

static void
a_wrongly_signed_response_is_refused(void **state)
{
    struct till *till = *state;

    qfpay_replies(till, 200, a_query(""))->sign = "00000000000000000000000000000000";

    assert_int_equal(call_query(till), QFPAY_E_SIGNATURE);
    assert_null(strstr(till->err.message, TILL_KEY));
}

static void
an_unsigned_response_passes_unless_strict(void **state)
{
    struct till *till = *state;

    qfpay_replies(till, 200, a_query(""))->sign = "";

    assert_int_equal(call_query(till), QFPAY_OK);
}

static void
an_unsigned_response_is_refused_when_strict(void **state)
{
    struct till *till = *state;

    reopen_with_verify(till, QFPAY_VERIFY_STRICT);
    qfpay_replies(till, 200, a_query(""))->sign = "";

    assert_int_equal(call_query(till), QFPAY_E_SIGNATURE);
}

static void
a_wrongly_signed_response_passes_when_off(void **state)
{
    struct till *till = *state;

    reopen_with_verify(till, QFPAY_VERIFY_OFF);
    qfpay_replies(till, 200, a_query(""))->sign = "00000000000000000000000000000000";

    assert_int_equal(call_query(till), QFPAY_OK);
}

#define WRONG_SIGN "00000000000000000000000000000000"

static void
a_refusal_with_1108_is_told_although_the_wrong_key_cannot_verify_it(void **state)
{
    struct till *till = *state;

    qfpay_replies(till, 200, "{\"respcd\": \"1108\", \"resperr\": \"no\"}")->sign = WRONG_SIGN;

    assert_int_equal(call_query(till), QFPAY_OK);
    assert_respcd(till, "1108");
    assert_false(qfpay_answer_worked(till->answer));
    assert_true(qfpay_answer_is_unproven(till->answer));
}

static void
a_refusal_that_is_signed_is_proven(void **state)
{
    struct till *till = *state;

    qfpay_answers(till, "{\"respcd\": \"1108\", \"resperr\": \"no\"}");

    assert_int_equal(call_query(till), QFPAY_OK);
    assert_false(qfpay_answer_is_unproven(till->answer));
}

static void
an_unproven_refusal_cannot_bring_a_paid_record(void **state)
{
    struct till *till = *state;

    qfpay_replies(till, 200,
                  "{\"respcd\": \"1108\", \"data\": [{\"respcd\": \"0000\", \"out_trade_no\": "
                  "\"order-1\", \"order_type\": \"payment\"}]}")
        ->sign = WRONG_SIGN;

    assert_int_equal(call_query(till), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_int_equal(qfpay_answer_record_count(till->answer), 0);
}

static void
any_other_answer_that_the_key_does_not_fit_is_not_believed(void **state)
{
    static const char *const bodies[] = {"{\"respcd\": \"1143\"}", "{\"respcd\": \"1205\"}",
                                         "{\"respcd\": 1108.5}", "<html>1108</html>", "{}"};
    struct till *till = *state;

    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        qfpay_replies(till, 200, bodies[i])->sign = WRONG_SIGN;
        assert_int_equal(call_query(till), QFPAY_E_SIGNATURE);
        assert_non_null(strstr(till->err.message, "is the client key right?"));
    }
}

static void
an_unexpected_http_status_is_told(void **state)
{
    struct till *till = *state;

    (void)qfpay_replies(till, 302, "");

    assert_int_equal(call_query(till), QFPAY_E_HTTP);
    assert_non_null(strstr(till->err.message, "302"));
}

static void
a_line_break_in_a_header_is_not_sent(void **state)
{
    struct till *till = *state;
    const struct qfpay_header header = {"X-Note", "a\r\nX-QF-SIGN: forged"};
    const struct qfpay_request request = {
        .method = "POST", .target = "/", .headers = &header, .header_count = 1};
    struct qfpay_response response;

    qfpay_response_init(&response);
    assert_int_equal(qfpay_exchange(till->client, &request, &response, &till->err), QFPAY_E_ARG);
    assert_asked(till, "");
}

static void
settings_come_from_the_environment(void **state)
{
    struct qfpay_settings settings;

    (void)state;
    assert_int_equal(setenv("QFPAY_BASE_URL", "https://example.com", 1), 0);
    assert_int_equal(setenv("QFPAY_SIGN_TYPE", "sha256", 1), 0);
    assert_int_equal(setenv("QFPAY_MCHID", "", 1), 0);
    assert_int_equal(setenv("QFPAY_NOTIFY_KEY", "NotifyKeyOfThisShop", 1), 0);

    assert_int_equal(qfpay_settings_from_env(&settings, NULL), QFPAY_OK);
    assert_string_equal(settings.notify_key, "NotifyKeyOfThisShop");
    assert_string_equal(settings.base_url, "https://example.com");
    assert_int_equal(settings.digest, QFPAY_DIGEST_SHA256);
    assert_null(settings.mchid);
}

static void
an_unknown_sign_type_in_the_environment_is_named(void **state)
{
    struct qfpay_settings settings;
    struct qfpay_error err;

    (void)state;
    assert_int_equal(setenv("QFPAY_SIGN_TYPE", "SHA1", 1), 0);

    assert_int_equal(qfpay_settings_from_env(&settings, &err), QFPAY_E_ARG);
    assert_non_null(strstr(err.message, "SHA1"));
}

static void
a_client_needs_a_base_url_that_is_one(void **state)
{
    static const char *const bad[] = {"",
                                      "example.com",
                                      "ftp://example.com",
                                      "http://",
                                      "http://a b",
                                      "https://user@example.com",
                                      "https:///",
                                      "https://example.com?a=b"};
    struct qfpay_settings settings;
    struct qfpay_error err;
    qfpay_client *client = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        qfpay_settings_init(&settings);
        settings.base_url = bad[i];
        assert_int_equal(qfpay_client_new(&settings, &client, &err), QFPAY_E_ARG);
    }
    assert_null(client);
}

static void
a_password_in_a_base_url_is_refused_and_not_shown(void **state)
{
    static const char *const urls[] = {"https://me:hush@example.com",
                                       "me:hush@example.com/trade/v1"};
    struct qfpay_settings settings;
    struct qfpay_error err;
    qfpay_client *client = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        qfpay_settings_init(&settings);
        settings.base_url = urls[i];
        assert_int_equal(qfpay_client_new(&settings, &client, &err), QFPAY_E_ARG);
        assert_null(strstr(err.message, "hush"));
        assert_non_null(strstr(err.message, "name or password"));
    }
}

static void
a_base_url_without_scheme_or_with_a_call_is_answered_with_the_right_one(void **state)
{
    static const char *const urls[][2] = {
        {"localhost:8080", "http://localhost:8080"},
        {"127.0.0.1", "http://127.0.0.1"},
        {"[::1]:8080", "http://[::1]:8080"},
        {"test-openapi-hk.qfapi.com", "https://test-openapi-hk.qfapi.com"},
        {"htp://localhost:8080", "http://localhost:8080"},
        {"htps://example.com/prefix", "https://example.com/prefix"},
        {"https:/example.com", "https://example.com"},
        {"http:example.com", "http://example.com"},
        {"https//example.com", "https://example.com"},
        {"//localhost:8080", "http://localhost:8080"},
        {"HTTP://localhost", "http://localhost"},
        {"http://localhost:8080/trade/v1", "http://localhost:8080"},
        {"http://localhost:8080/trade/v1/", "http://localhost:8080"},
        {"https://example.com/prefix/trade/v1/payment", "https://example.com/prefix"},
        {"http://localhost:8080/__sandbox/health", "http://localhost:8080"},
        {"http://example.com?a=b", "http://example.com"},
    };
    struct qfpay_settings settings;
    struct qfpay_error err;
    qfpay_client *client = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        char words[200];

        qfpay_settings_init(&settings);
        settings.base_url = urls[i][0];
        assert_int_equal(qfpay_client_new(&settings, &client, &err), QFPAY_E_ARG);
        (void)snprintf(words, sizeof words, "the base URL is '%s'; did you mean '%s'?", urls[i][0],
                       urls[i][1]);
        assert_string_equal(err.message, words);
    }
}

static void
a_base_url_that_nobody_can_guess_or_that_is_good_gets_no_other(void **state)
{
    static const char *const urls[] = {"",
                                       "ftp://example.com",
                                       "http://",
                                       "http://a b",
                                       "https://user@example.com",
                                       "user:secret@example.com",
                                       "https:///",
                                       "http://127.0.0.1:8080",
                                       "http://127.0.0.1:8080/",
                                       "https://example.com/prefix/",
                                       "https://example.com/trade/v1/qfpay/prefix"};
    char better[100];

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (qfpay_base_url_suggest(urls[i], better, sizeof better))
            fail_msg("%s: %s", urls[i], better);
    assert_false(qfpay_base_url_suggest("localhost:8080", better, 8));
}

static void
assert_settings_are_refused(const struct qfpay_settings *settings)
{
    qfpay_client *client = NULL;

    assert_int_equal(qfpay_client_new(settings, &client, NULL), QFPAY_E_ARG);
    assert_null(client);
}

static void
a_client_needs_an_app_code_and_a_key(void **state)
{
    struct till *till = *state;
    struct qfpay_settings settings;

    till_settings(till, &settings);
    settings.app_code = "";
    assert_settings_are_refused(&settings);

    till_settings(till, &settings);
    settings.client_key = NULL;
    assert_settings_are_refused(&settings);

    till_settings(till, &settings);
    settings.app_code = "A1\r\nX-QF-SIGN: forged";
    assert_settings_are_refused(&settings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, till_open, till_close)
        TEST(a_call_is_encoded_in_order_and_signed_sorted),
        TEST(an_empty_parameter_is_neither_sent_nor_signed),
        TEST(sha256_is_announced),
        TEST(a_call_with_one_name_twice_is_refused),
        TEST(a_raw_call_adds_no_mchid),
        TEST(a_raw_call_does_not_try_again),
        TEST(a_rightly_signed_response_is_believed_in_either_case),
        TEST(a_wrongly_signed_response_is_refused),
        TEST(an_unsigned_response_passes_unless_strict),
        TEST(an_unsigned_response_is_refused_when_strict),
        TEST(a_wrongly_signed_response_passes_when_off),
        TEST(a_refusal_with_1108_is_told_although_the_wrong_key_cannot_verify_it),
        TEST(a_refusal_that_is_signed_is_proven),
        TEST(an_unproven_refusal_cannot_bring_a_paid_record),
        TEST(any_other_answer_that_the_key_does_not_fit_is_not_believed),
        TEST(an_unexpected_http_status_is_told),
        TEST(a_line_break_in_a_header_is_not_sent),
        TEST(settings_come_from_the_environment),
        TEST(an_unknown_sign_type_in_the_environment_is_named),
        TEST(a_client_needs_an_app_code_and_a_key),
        TEST(a_client_needs_a_base_url_that_is_one),
        TEST(a_password_in_a_base_url_is_refused_and_not_shown),
        TEST(a_base_url_without_scheme_or_with_a_call_is_answered_with_the_right_one),
        TEST(a_base_url_that_nobody_can_guess_or_that_is_good_gets_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
