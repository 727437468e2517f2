/* The signature doctor names each known mistake. The wrong signatures are those of the vectors
 * V1 and D1 to D7 (fixtures/vectors/sign.json); where it has none, they were computed with Python's
 * hashlib and hmac. Whatever is found, no report may show the client key or the right signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "doctor/doctor.h"
#include "doctor/exam.h"
#include "qfpay/form.h"
#include "server/server.h"

#define KEY       "0123456789ABCDEF0123456789ABCDEF"
#define APP_CODE  "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define OTHER_APP "C1B2C3D4E5F60718293A4B5C6D7E8F90"
#define OTHER_KEY "00112233445566778899AABBCCDDEEFF"

/* sign.derived.minimal, unsorted and form-encoded. */
#define D1        "txamt=10&txcurrcd=HKD&pay_type=800201&out_trade_no=01234567890123&" D1_TXDTM
#define D1_TXDTM  "txdtm=2020-04-10+11%3A45%3A44"
#define D1_SIGN   "5F09B02214757EF08A1EE83531D98C4D"
#define D1_SHA256 "fefe894c62f86f09985e7c2044f8dd741e5f49cac795f766eae49734e201e802"

#define D1_SORTED                                                                                  \
    "out_trade_no=01234567890123&pay_type=800201&txamt=10&txcurrcd=HKD&txdtm=2020-04-10 11:45:44"
#define D3     "goods_name=%E7%BC%B6%E3%82%B3%E3%83%BC%E3%83%92%E3%83%BC+%E6%B8%AC%E8%A9%A6&" D1
#define D4_RAW "goods_name=a b&c=d%20&" D1_SORTED "&txzone=+0800"
#define D6     "txamt=2&TXAMT=3&Txamt=1&a1=6&a_b=4&ab=5&mchid=x"
#define D7                                                                                         \
    "expired_time=10&goods_name=qfpay&limit_pay=no_credit&mchid=ZaMVg12345&"                       \
    "notify_url=https://example.com/n?a=1&b=2&" D1_SORTED "&udid=AA"

/* V1 without its key; sorted, and sent raw. */
#define V1                                                                                         \
    "address=TST&bankaccount=168477081838&bankaddr=TST&bankcity=Hong Kong&bankcode=123&"           \
    "bankcountry=Hong Kong&bankname=HSBC&bankswiftcode=HSBCHKHHHKH&bankuser=Peter&channel_type=&"  \
    "city=Hong Kong&country=Hong Kong&email=peter@test.com&idnumber=172845391795&legalperson="     \
    "Peter&licenseactive_date=20160810&licensenumber=123456&mcc_id=21002&mobile=123456&"           \
    "name=Peter &shopname=PeterShopR&username=peter@test.com001"
#define V1_KEY "c49ce1d444994b419934286eb07b40f2"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define NOTHING_FOUND "None of the known mistakes"

/* One mistake: what comes, and words of the report that name it. */
struct diagnosis {
    const char *name;
    const char *body;
    const char *sign;
    const char *phrase;
    enum qfpay_digest announced;
};

/* A server with two merchants, and the request that is being examined. */
struct clinic {
    const struct diagnosis *diagnosis; /* the row under test; NULL for a test of its own */
    struct server server;
    struct arena arena;
    struct request req;
    struct merchant *merchant;
    enum qfpay_digest announced;
    char *decoded[2]; /* query and body */
};

/* The arena's blocks come from malloc, which the linker leads here (--wrap=malloc). Counted from
 * now on, the malloc with this number fails; 0 for none. */
static size_t failing_malloc;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *
__wrap_malloc(size_t size)
{
    if (failing_malloc != 0 && --failing_malloc == 0)
        return NULL;
    return __real_malloc(size);
}

/* And what is digested is counted on the way (--wrap=qfpay_sign_bytes). */
static size_t digested;

enum qfpay_status __real_qfpay_sign_bytes(qfpay_signer *signer, const void *bytes, size_t len,
                                          const char *key, enum qfpay_digest digest,
                                          char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err);
enum qfpay_status __wrap_qfpay_sign_bytes(qfpay_signer *signer, const void *bytes, size_t len,
                                          const char *key, enum qfpay_digest digest,
                                          char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err);

enum qfpay_status
__wrap_qfpay_sign_bytes(qfpay_signer *signer, const void *bytes, size_t len, const char *key,
                        enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE],
                        struct qfpay_error *err)
{
    digested += len;
    return __real_qfpay_sign_bytes(signer, bytes, len, key, digest, hex, err);
}

static int
open_clinic(void **state)
{
    struct clinic *clinic = calloc(1, sizeof *clinic);
    struct merchant *other = merchant_new(OTHER_APP, OTHER_KEY, NULL);

    assert_non_null(clinic);
    assert_non_null(other);
    clinic->diagnosis = *state;
    clinic->merchant = merchant_new(APP_CODE, KEY, NULL);
    assert_non_null(clinic->merchant);
    assert_true(merchant_add_account(clinic->merchant, "ZaMVg00001", MCHID_ACTIVE));
    registry_add(&clinic->server.merchants, clinic->merchant);
    registry_add(&clinic->server.merchants, other);
    arena_init(&clinic->arena, NULL, 0);
    assert_int_equal(qfpay_signer_new(&clinic->req.signer, NULL), QFPAY_OK);
    *state = clinic;
    return 0;
}

static int
close_clinic(void **state)
{
    struct clinic *clinic = *state;

    arena_clear(&clinic->arena);
    qfpay_signer_free(clinic->req.signer);
    registry_clear(&clinic->server.merchants);
    free(clinic->decoded[0]);
    free(clinic->decoded[1]);
    free(clinic);
    return 0;
}

static void
give_key(struct clinic *clinic, const char *key)
{
    assert_in_range(strlen(key), 1, CLIENT_KEY_MAX);
    memcpy(clinic->merchant->client_key, key, strlen(key) + 1);
}

static void
decode(struct clinic *clinic, size_t which, const char *form)
{
    free(clinic->decoded[which]);
    clinic->decoded[which] = strdup(form);
    assert_non_null(clinic->decoded[which]);
    assert_int_equal(qfpay_form_parse(clinic->decoded[which], strlen(form), clinic->req.params,
                                      QFPAY_PARAM_MAX, &clinic->req.param_count, NULL),
                     QFPAY_OK);
}

/* The request as caller.c hands it over; query and body are what came, undecoded. */
static void
receive(struct clinic *clinic, const char *query, const char *body, const char *sign)
{
    struct request *req = &clinic->req;

    req->server = &clinic->server;
    req->arena = &clinic->arena;
    req->merchant = clinic->merchant;
    req->method = "POST";
    req->query = query;
    req->body = body;
    req->body_len = strlen(body);
    req->endpoint = QFPAY_ENDPOINT_PAYMENT;
    req->headers.app_code = clinic->merchant->app_code;
    req->headers.sign = sign;
    req->param_count = 0;
    decode(clinic, 0, query);
    decode(clinic, 1, body);
}

static bool
contains_ignoring_case(const char *text, const char *what)
{
    for (; *text != '\0'; text++) {
        if (strncasecmp(text, what, strlen(what)) == 0)
            return true;
    }
    return false;
}

static void
assert_keeps_secrets(const struct clinic *clinic, const char *report)
{
    static const enum qfpay_digest digests[] = {QFPAY_DIGEST_MD5, QFPAY_DIGEST_SHA256};

    assert_false(contains_ignoring_case(report, clinic->merchant->client_key));
    assert_false(contains_ignoring_case(report, OTHER_KEY));
    for (size_t i = 0; i < 2; i++) {
        char right[QFPAY_SIGN_HEX_SIZE];

        assert_int_equal(
            qfpay_sign_with_empty(clinic->req.signer, clinic->req.params, clinic->req.param_count,
                                  clinic->merchant->client_key, digests[i], right, NULL),
            QFPAY_OK);
        assert_false(contains_ignoring_case(report, right));
        assert_int_equal(qfpay_sign(clinic->req.signer, clinic->req.params, clinic->req.param_count,
                                    clinic->merchant->client_key, digests[i], right, NULL),
                         QFPAY_OK);
        assert_false(contains_ignoring_case(report, right));
    }
}

static const char *
examine(struct clinic *clinic, const char *body, const char *sign)
{
    const char *report;

    receive(clinic, "", body, sign);
    report = doctor_examine(&clinic->req, clinic->announced);
    assert_non_null(report);
    assert_int_equal(strspn(report, " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"),
                     strlen(report));
    assert_keeps_secrets(clinic, report);
    return report;
}

static void
assert_says(const char *report, const char *phrase)
{
    if (!strstr(report, phrase))
        fail_msg("expected \"%s\" in: %s", phrase, report);
}

static void
assert_does_not_say(const char *report, const char *phrase)
{
    if (strstr(report, phrase))
        fail_msg("did not expect \"%s\" in: %s", phrase, report);
}

/* Not const, because cmocka hands a test its row as void *. */
static struct diagnosis diagnoses[] = {
#define DIAGNOSIS(name, body, sign, phrase)        {name, body, sign, phrase, QFPAY_DIGEST_MD5},
#define DIAGNOSIS_SHA256(name, body, sign, phrase) {name, body, sign, phrase, QFPAY_DIGEST_SHA256},
#include "doctor_diagnoses.def"
#undef DIAGNOSIS
#undef DIAGNOSIS_SHA256
};

static void
names_the_mistake(void **state)
{
    struct clinic *clinic = *state;
    const struct diagnosis *row = clinic->diagnosis;

    clinic->announced = row->announced;
    assert_says(examine(clinic, row->body, row->sign), row->phrase);
}

/* What --empty-values says. */
static void
takes(struct clinic *clinic, enum empty_values empty_values)
{
    clinic->server.book.empty_values = empty_values;
}

static void
who_wants_empty_values_signed_names_those_left_out(void **state)
{
    const char *report;

    takes(*state, EMPTY_VALUES_SIGNED);
    give_key(*state, V1_KEY);
    report = examine(*state, V1, "2739cf1cac6ea02bbfb6bcade127528c");

    assert_says(report, "matches the string without its empty values: this mock wants name= "
                        "(--empty-values signed): ");
    assert_says(report, "(SIG-07, PIT-03). This server signed with ");
    assert_says(report, "&channel_type=&");
}

static void
who_wants_empty_values_left_out_names_those_signed(void **state)
{
    const char *report;

    takes(*state, EMPTY_VALUES_DROPPED);
    give_key(*state, V1_KEY);
    report = examine(*state, V1, "3a7a3bba647fb6fbc28f6687d78212e2");

    assert_says(report, "matches the string with name= for its empty values: this mock wants them "
                        "left out (--empty-values dropped): ");
    assert_does_not_say(report, "&channel_type=");
}

static void
the_refused_form_of_empty_values_is_named_among_others(void **state)
{
    takes(*state, EMPTY_VALUES_SIGNED);
    assert_says(examine(*state, "goods_name=&" D1, "60E2732DF9D24CD53D487EB25DEF29F7"),
                "the string without its empty values and the values percent-encoded and the "
                "parameters in the order");
    takes(*state, EMPTY_VALUES_DROPPED);
    assert_says(examine(*state, "goods_name=&" D1, "50102C5BD9CC6643575F81311EC22C68"),
                "the string with name= for its empty values and the values percent-encoded: ");
}

static void
the_published_vector_trimmed_is_named(void **state)
{
    give_key(*state, V1_KEY);

    assert_says(examine(*state, V1, "28b96a7c820d1b025ef657b165bda7eb"),
                "the values without the white space around them");
}

static void
a_request_signed_with_the_notify_key_is_named(void **state)
{
    static const char key[] = "NotifyKeyOfThisShop";
    struct clinic *clinic = *state;
    const char *report;

    memcpy(clinic->merchant->notify_key, key, sizeof key);
    report = examine(clinic, D1, "C00CF5EE12E14737C1A115530E05F685");

    assert_says(report, "the client key replaced by the notify key: append the client key that "
                        "belongs to the app code (SIG-04)");
    assert_does_not_say(report, key);
}

static void
a_key_in_capital_letters_is_named(void **state)
{
    give_key(*state, "abcdef0123456789abcdef0123456789");

    assert_says(examine(*state, D1, "5C15A0C44143E03F51064B9E518C0D88"),
                "the client key in capital letters");
}

static void
the_simplest_explanation_wins(void **state)
{
    const char *report = examine(*state, "goods_name=&" D1, "6148E7F83AC063476F2BD6B1AE89D671");

    assert_does_not_say(report, " and ");
}

/* Codings that change nothing give the same string as none; they are no mistake. */
static void
what_changes_nothing_is_not_named(void **state)
{
    struct clinic *clinic = *state;
    const char *report;

    clinic->announced = QFPAY_DIGEST_SHA256;
    report = examine(clinic, "a=0&b=&goods_name=caf%C3%A9+%3Ca%3E+%26+'b'++%5Cu6e2c%C2%A0%0A&" D1,
                     "DEEEC2EAF1D533A9F98DC5B72FECFC20");

    assert_says(report, "digested with MD5: drop the header");
    assert_does_not_say(report, "PIT-1");
}

static void
a_real_unsorted_body_is_not_taken_for_a_cut_value(void **state)
{
    const char *report = examine(
        *state,
        "txamt=10&txcurrcd=HKD&pay_type=800201&out_trade_no=01234567890123&"
        "txdtm=2020-04-10 11:45:44",
        "6148E7F83AC063476F2BD6B1AE89D671");

    assert_says(report, "the parameters in the order of arrival");
}

static void
a_client_key_sent_as_a_value_is_masked_in_the_string(void **state)
{
    const char *report = examine(*state, "goods_name=0123456789abcdef0123456789abcdef&" D1, "00");

    assert_says(report, "goods_name=****&out_trade_no=");
}

static void
a_client_key_sent_as_a_name_is_masked_in_the_diagnosis(void **state)
{
    const char *report = examine(*state, KEY "=1&" D1, D1_SIGN);

    assert_says(report, "the string without the parameter ****:");
}

static void
bytes_beyond_ascii_are_shown_as_escapes(void **state)
{
    const char *report = examine(*state, "goods_name=%E6%B8%AC%0A&" D1, "00");

    assert_says(report, "goods_name=\\xe6\\xb8\\xac\\x0a&out_trade_no=");
    assert_says(report, "\\xXX a byte that is no printable ASCII");
}

static void
escapes_are_explained_only_where_there_are_some(void **state)
{
    assert_does_not_say(examine(*state, D1, "00"), "\\xXX");
}

static void
when_nothing_fits_a_value_may_have_changed_after_signing(void **state)
{
    assert_says(examine(*state, D1, "00000000000000000000000000000000"),
                "whether a value was changed between signing and sending");
}

static void
a_long_string_is_cut_and_still_ends_in_the_mask(void **state)
{
    char body[4096] = "goods_name=";
    const char *report;

    memset(body + strlen(body), 'x', sizeof body - 1 - strlen(body));
    report = examine(*state, body, "00");

    assert_says(report, "xxx...****");
    assert_true(strlen(report) < 1000);
}

/* As many parameters and bytes as the mock accepts, unsorted, everything in need of encoding. */
static char *
largest_body(void)
{
    char *body = malloc(BODY_MAX + 1);
    size_t used = 0;

    assert_non_null(body);
    for (unsigned i = 0; i < QFPAY_PARAM_MAX; i++) {
        size_t end = (size_t)BODY_MAX * (i + 1) / QFPAY_PARAM_MAX;

        used += (size_t)snprintf(body + used, BODY_MAX - used, "%s%c%u=%%25", i == 0 ? "" : "&",
                                 'z' - i % 26, i);
        memset(body + used, '\xe6', end - used);
        used = end;
    }
    body[BODY_MAX] = '\0';
    return body;
}

static void
the_largest_request_is_told_that_the_search_was_cut_short(void **state)
{
    char *body = largest_body();
    const char *report;

    digested = 0;
    report = examine(*state, body, "00000000000000000000000000000000");
    free(body);

    assert_says(report, "The search for the mistake was cut short");
    assert_says(report, "it came to the first of the known mistakes, and none gives");
    assert_in_range(digested, 1024 * 1024, EXAM_WORK_MAX + BODY_MAX);
    assert_true(strlen(report) < 1200);
}

static void
a_common_request_is_tried_completely(void **state)
{
    const char *report = examine(*state, D7, "00000000000000000000000000000000");

    assert_does_not_say(report, "too large");
    assert_does_not_say(report, "cut short");
}

/* Small as it is, all mistakes together would take longer than others should wait. */
static void
a_request_with_all_kinds_of_text_is_tried_with_each_mistake_alone(void **state)
{
    const char *report = examine(
        *state,
        "expired_time=10&extend_info=%7B%22user_creid%22%3A%22430067798868676871%22%2C%22user_"
        "truename%22%3A%22%5Cu5c0f%5Cu6797%22%7D&flag=true&goods_name=%E6%B8%AC+%22tea%22+%26+"
        "%3Ccake%3E%0Ax++y%09&limit_pay=no_credit&mchid=ZaMVg12345&notify_url=https%3A%2F%2F"
        "example.com%2Fn%3Fa%3D1%26b%3D2&return_url=https%3A%2F%2Fexample.com%2F&udid=AA&"
        "trade_name=&" D1,
        "00000000000000000000000000000000");

    assert_says(report, "it came to each known mistake alone and some of them together, and none");
}

static void
parameters_in_the_query_are_examined_like_those_of_a_body(void **state)
{
    struct clinic *clinic = *state;

    receive(clinic, D1_SORTED "&txzone=+0800", "", "AC181C3288CBFE202B2AB19C7A6E0228");

    assert_says(doctor_examine(&clinic->req, QFPAY_DIGEST_MD5), "reads '+' in txzone as a space");
}

static void
a_request_without_parameters_gets_an_answer(void **state)
{
    assert_says(examine(*state, "", "00000000000000000000000000000000"), NOTHING_FOUND);
}

static void
running_out_of_memory_anywhere_still_gives_a_report(void **state)
{
    struct clinic *clinic = *state;
    size_t next = 0;
    bool has_failed = true;

    while (has_failed) {
        const char *report;

        receive(clinic, "", D3, "6F57C374193EB48BB169AD961F6723AA");
        failing_malloc = ++next;
        report = doctor_examine(&clinic->req, QFPAY_DIGEST_MD5);
        has_failed = failing_malloc == 0;
        failing_malloc = 0;
        assert_non_null(report);
        assert_keeps_secrets(clinic, report);
        arena_clear(&clinic->arena);
    }
    assert_true(next > 1);
}

/* Every row becomes a test under its own name. */
static void
add_diagnoses(struct CMUnitTest *tests)
{
    for (size_t i = 0; i < COUNT(diagnoses); i++) {
        struct CMUnitTest test = {.name = diagnoses[i].name,
                                  .test_func = names_the_mistake,
                                  .setup_func = open_clinic,
                                  .teardown_func = close_clinic,
                                  .initial_state = &diagnoses[i]};

        tests[i] = test;
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_clinic, close_clinic)
    static const struct CMUnitTest single[] = {
        TEST(who_wants_empty_values_signed_names_those_left_out),
        TEST(who_wants_empty_values_left_out_names_those_signed),
        TEST(the_refused_form_of_empty_values_is_named_among_others),
        TEST(the_published_vector_trimmed_is_named),
        TEST(a_request_signed_with_the_notify_key_is_named),
        TEST(a_key_in_capital_letters_is_named),
        TEST(the_simplest_explanation_wins),
        TEST(what_changes_nothing_is_not_named),
        TEST(a_real_unsorted_body_is_not_taken_for_a_cut_value),
        TEST(a_client_key_sent_as_a_value_is_masked_in_the_string),
        TEST(a_client_key_sent_as_a_name_is_masked_in_the_diagnosis),
        TEST(bytes_beyond_ascii_are_shown_as_escapes),
        TEST(escapes_are_explained_only_where_there_are_some),
        TEST(when_nothing_fits_a_value_may_have_changed_after_signing),
        TEST(a_long_string_is_cut_and_still_ends_in_the_mask),
        TEST(the_largest_request_is_told_that_the_search_was_cut_short),
        TEST(a_common_request_is_tried_completely),
        TEST(a_request_with_all_kinds_of_text_is_tried_with_each_mistake_alone),
        TEST(parameters_in_the_query_are_examined_like_those_of_a_body),
        TEST(a_request_without_parameters_gets_an_answer),
        TEST(running_out_of_memory_anywhere_still_gives_a_report),
    };
    struct CMUnitTest tests[COUNT(single) + COUNT(diagnoses)];

    memcpy(tests, single, sizeof single);
    add_diagnoses(tests + COUNT(single));
    return _cmocka_run_group_tests("doctor", tests, COUNT(tests), NULL, NULL);
}
