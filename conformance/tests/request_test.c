/* Requests as fixtures ask for them: parameters, encodings, places, and signatures right and wrong.
 * The digests are those of the vector sign.derived.minimal and its list of wrong answers. */
#include <stdlib.h>
#include <string.h>

#include "fixture/load.h"
#include "request/request.h"
#include "support.h"

#define D1_SIGN "5F09B02214757EF08A1EE83531D98C4D"
/* Its parameters, in the order of the wrong answer "unsorted". */
#define D1_SET                                                                                     \
    "\"set\": {\"txamt\": \"10\", \"txcurrcd\": \"HKD\", \"pay_type\": \"800201\","                \
    "\"out_trade_no\": \"01234567890123\", \"txdtm\": \"2020-04-10 11:45:44\"}"

struct desk {
    struct suite *suite;
    struct arena *arena;
    struct scope scope;
    struct credentials merchant;
    qfpay_signer *signer;
    struct request request;
    cJSON *step;
};

static int
set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    desk->suite = load_expectation("{\"http\": 200}");
    desk->arena = arena_new();
    scope_init(&desk->scope, desk->arena);
    desk->merchant.app_code = "A1B2";
    desk->merchant.client_key = "0123456789ABCDEF0123456789ABCDEF";
    desk->merchant.mchid = "";
    desk->scope.merchant = &desk->merchant;
    assert_int_equal(qfpay_signer_new(&desk->signer, NULL), QFPAY_OK);
    *state = desk;
    return 0;
}

static int
tear_down(void **state)
{
    struct desk *desk = *state;

    cJSON_Delete(desk->step);
    qfpay_signer_free(desk->signer);
    arena_free(desk->arena);
    suite_free(desk->suite);
    free(desk);
    return 0;
}

static const struct outgoing *
built(struct desk *desk, const char *step)
{
    const char *problem = NULL;

    desk->step = cJSON_Parse(step);
    assert_non_null(desk->step);
    if (!request_build(desk->suite, &desk->scope, desk->signer, desk->step, &desk->request,
                       &problem))
        fail_msg("%s", problem);
    return &desk->request.outgoing;
}

static const char *
header(const struct outgoing *outgoing, const char *name)
{
    size_t i;

    for (i = 0; i < outgoing->header_count; i++) {
        if (strcmp(outgoing->headers[i].name, name) == 0)
            return outgoing->headers[i].value;
    }
    return NULL;
}

static void
the_template_gives_parameters_in_its_order(void **state)
{
    struct desk *desk = *state;
    const struct outgoing *sent = built(desk,
                                        "{\"call\": \"payment\", \"base\": \"wechat-web-qr\"}");

    assert_string_equal(sent->path, "/trade/v1/payment");
    assert_string_equal(sent->body,
                        arena_printf(desk->arena, "txamt=10&out_trade_no=%s", desk->scope.unique));
}

static void
set_and_unset_change_the_template(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"payment\", \"base\": \"wechat-web-qr\","
                                      "\"set\": {\"txamt\": \"1\", \"udid\": \"x\"},"
                                      "\"unset\": [\"out_trade_no\"]}")
                            ->body,
                        "txamt=1&udid=x");
}

static void
a_merchant_with_mchid_sends_it(void **state)
{
    struct desk *desk = *state;

    desk->merchant.mchid = "n0NEv3rSaw";
    assert_string_equal(built(desk, "{\"call\": \"query\", \"set\": {\"page\": \"1\"}}")->body,
                        "mchid=n0NEv3rSaw&page=1");
}

static void
a_name_can_occur_again(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"query\", \"set\": {\"page\": \"1\"},"
                                      "\"again\": {\"page\": \"2\"}}")
                            ->body,
                        "page=1&page=2");
}

static void
what_is_tampered_with_keeps_its_signature(void **state)
{
    const struct outgoing *sent = built(*state, "{\"call\": \"payment\", " D1_SET
                                                ", \"tamper\": {\"txamt\": \"11\"}}");

    assert_string_equal(header(sent, "X-QF-SIGN"), D1_SIGN);
    assert_contains(sent->body, "txamt=11&");
}

static void
forms_encode_spaces_as_plus(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"query\", \"set\": {\"a\": \"b c&=\"}}")->body,
                        "a=b+c%26%3D");
}

static void
percent_encoding_has_lower_case_too(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"query\", \"set\": {\"a\": \"b c:\"},"
                                      "\"encoding\": \"percent-lower\"}")
                            ->body,
                        "a=b%20c%3a");
}

static void
raw_bodies_are_not_encoded(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"query\", \"set\": {\"a\": \"b 測\"},"
                                      "\"encoding\": \"raw\"}")
                            ->body,
                        "a=b 測");
}

static void
double_encoding_encodes_its_own_signs(void **state)
{
    assert_string_equal(built(*state, "{\"call\": \"query\", \"set\": {\"a\": \":\"},"
                                      "\"encoding\": \"double\"}")
                            ->body,
                        "a=%253A");
}

static void
json_bodies_announce_themselves(void **state)
{
    const struct outgoing *sent = built(
        *state, "{\"call\": \"query\", \"set\": {\"a\": \"1\"}, \"encoding\": \"json\"}");

    assert_string_equal(sent->body, "{\"a\":\"1\"}");
    assert_string_equal(header(sent, "Content-Type"), "application/json");
}

static void
parameters_can_travel_in_the_url(void **state)
{
    const struct outgoing *sent = built(
        *state,
        "{\"call\": \"query\", \"set\": {\"a\": \"1\", \"b\": \"2\"}, \"in_url\": [\"b\"]}");

    assert_string_equal(sent->path, "/trade/v1/query?b=2");
    assert_string_equal(sent->body, "a=1");
}

static void
get_has_everything_in_the_url_and_no_body(void **state)
{
    const struct outgoing *sent = built(
        *state, "{\"call\": \"query\", \"set\": {\"a\": \"1\"}, \"method\": \"GET\"}");

    assert_string_equal(sent->path, "/trade/v1/query?a=1");
    assert_null(sent->body);
}

static void
base64_gives_any_bytes(void **state)
{
    const struct outgoing *sent = built(*state,
                                        "{\"call\": \"query\", \"body_base64\": \"AGEA/w==\"}");

    assert_int_equal(sent->body_len, 4);
    assert_memory_equal(sent->body, "\0a\0\xff", 4);
}

static void
a_header_can_be_removed(void **state)
{
    const struct outgoing *sent = built(
        *state, "{\"call\": \"query\", \"headers\": {\"X-QF-SIGN\": null}}");

    assert_null(header(sent, "X-QF-SIGN"));
    assert_string_equal(header(sent, "X-QF-APPCODE"), "A1B2");
}

static void
sha256_announces_itself(void **state)
{
    const struct outgoing *sent = built(*state, "{\"call\": \"payment\", " D1_SET
                                                ", \"sign\": {\"digest\": \"SHA256\"}}");

    assert_string_equal(header(sent, "X-QF-SIGN"),
                        "fefe894c62f86f09985e7c2044f8dd741e5f49cac795f766eae49734e201e802");
    assert_string_equal(header(sent, "X-QF-SIGNTYPE"), "SHA256");
}

static void
names_of_headers_can_be_small(void **state)
{
    const struct outgoing *sent = built(*state,
                                        "{\"call\": \"query\", \"header_case\": \"lower\"}");
    size_t i;

    for (i = 0; i < sent->header_count; i++)
        assert_int_equal(strcspn(sent->headers[i].name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                         strlen(sent->headers[i].name));
    assert_non_null(header(sent, "x-qf-appcode"));
}

static void
the_announcement_can_be_withheld(void **state)
{
    const struct outgoing *sent = built(
        *state, "{\"call\": \"query\", \"sign\": {\"digest\": \"SHA256\", \"announce\": null}}");

    assert_null(header(sent, "X-QF-SIGNTYPE"));
}

/* Rows: the step's "sign", and the digest that the vector gives for it. */
static const struct {
    const char *sign;
    const char *digest;
} d1_rows[] = {
    {"{\"case\": \"upper\"}", D1_SIGN},
    {"{\"case\": \"lower\"}", "5f09b02214757ef08a1ee83531d98c4d"},
    {"{\"mistake\": \"percent-encoded\"}", "6F57C374193EB48BB169AD961F6723AA"},
    {"{\"mistake\": \"form-encoded\"}", "581B7709DE7E45A59653D1736174B4A0"},
    {"{\"mistake\": \"unsorted\"}", "6148E7F83AC063476F2BD6B1AE89D671"},
    {"{\"mistake\": \"ampersand-key\"}", "BD6090854422164354F3D99A31390EC7"},
    {"{\"mistake\": \"key-first\"}", "8C3ABB303392981E33088F4B88076848"},
    {"{\"mistake\": \"hmac\", \"case\": \"upper\"}", "0A60315C107CFE1503FBDDF2C89F1C1D"},
    {"{\"mistake\": \"hmac\", \"digest\": \"SHA256\"}",
     "0b08623f1379ae5ea32b4eab90e0addfb345b72e9555f570e3d79ad639119536"},
    {"{\"mistake\": \"json-text\"}", "9E4066B67F0AC779088F0C057329F5B1"},
    {"{\"mistake\": \"key-newline\"}", "F8BE493C9C6C3826A4AF700B79EFFB68"},
    {"{\"mistake\": \"reversed\"}", "5B97BA8BAFF66DF3B3FA1ADDEF6F2654"},
    {"{\"mistake\": \"no-ampersands\"}", "C1BCFDFE02A6947A1F97B11153572439"},
    {"{\"mistake\": \"no-equals-signs\"}", "B126C782BAD2E4B2EF84CFD2A0E8F8A6"},
    {"{\"mistake\": \"comma-joined\"}", "2CB98AA1008E9EB7141A25FCB0AECE9D"},
    {"{\"mistake\": \"line-joined\"}", "EC0FDC2179EB6C9FA7BCFF6BC2B1FF59"},
    {"{\"mistake\": \"key-quoted\"}", "D733C92D618AA066C45A31305A8BACD0"},
    {"{\"mistake\": \"key-byte-order-mark\"}", "26C9D30584DC5B7FA33C5C1B0E6CE9CA"},
    {"{\"mistake\": \"percent-encoded\", \"only\": [\"txdtm\"]}",
     "6F57C374193EB48BB169AD961F6723AA"},
    {"{\"mistake\": \"percent-encoded\", \"only\": [\"txamt\"]}", D1_SIGN},
    {"{\"add\": {\"goods_name\": \"\"}}", "47793D4FDBE41E039CF934B54A7C5AB0"},
    {"{\"mistake\": \"truncated\"}", "5F09B02214757EF0"},
    {"{\"mistake\": \"first-half-right\"}", "5F09B02214757EF00000000000000000"},
    {"{\"mistake\": \"second-half-right\"}", "00000000000000008A1EE83531D98C4D"},
    {"{\"mistake\": \"one-digit-more\"}", D1_SIGN "0"},
    {"{\"mistake\": \"no-key\"}", "B07E8323A243D9E58288DC8667B9A361"},
    {"{\"value\": \"anything\"}", "anything"},
};

static void
signatures_and_mistakes_match_the_vectors(void **state)
{
    struct desk *desk = *state;
    size_t i;

    for (i = 0; i < sizeof d1_rows / sizeof d1_rows[0]; i++) {
        const struct outgoing *sent = built(
            desk, arena_printf(desk->arena, "{\"call\": \"payment\", " D1_SET ", \"sign\": %s}",
                               d1_rows[i].sign));

        assert_string_equal(header(sent, "X-QF-SIGN"), d1_rows[i].digest);
        cJSON_Delete(desk->step);
        desk->step = NULL;
    }
}

/* A payment with an empty value, with more members of the step. */
#define EMPTY_NAME(more)                                                                           \
    "{\"call\": \"payment\", \"set\": {\"goods_name\": \"\", \"txamt\": \"10\","                   \
    "\"txcurrcd\": \"HKD\", \"pay_type\": \"800201\", \"out_trade_no\":"                           \
    "\"01234567890123\", \"txdtm\": \"2020-04-10 11:45:44\"}" more "}"

static void
empty_values_are_sent_and_not_signed(void **state)
{
    const struct outgoing *sent = built(*state, EMPTY_NAME(""));

    assert_string_equal(header(sent, "X-QF-SIGN"), D1_SIGN);
    assert_non_null(strstr(sent->body, "goods_name=&"));
}

static void
empty_values_can_be_signed(void **state)
{
    const struct outgoing *sent = built(*state,
                                        EMPTY_NAME(", \"sign\": {\"mistake\": \"sign-empty\"}"));

    assert_string_equal(header(sent, "X-QF-SIGN"), "47793D4FDBE41E039CF934B54A7C5AB0");
}

/* Vector D6: names are compared by bytes, upper case first. */
static void
names_are_sorted_by_their_bytes(void **state)
{
    const struct outgoing *sent = built(
        *state,
        "{\"call\": \"query\", \"set\": {\"txamt\": \"2\", \"TXAMT\": \"3\", \"Txamt\": \"1\","
        "\"ab\": \"5\", \"a1\": \"6\", \"a_b\": \"4\", \"mchid\": \"x\"}}");

    assert_string_equal(header(sent, "X-QF-SIGN"), "24D0D657E72CDDAB489A3390B6B0A42A");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(the_template_gives_parameters_in_its_order),
        AT_DESK(set_and_unset_change_the_template),
        AT_DESK(a_merchant_with_mchid_sends_it),
        AT_DESK(a_name_can_occur_again),
        AT_DESK(what_is_tampered_with_keeps_its_signature),
        AT_DESK(forms_encode_spaces_as_plus),
        AT_DESK(percent_encoding_has_lower_case_too),
        AT_DESK(raw_bodies_are_not_encoded),
        AT_DESK(double_encoding_encodes_its_own_signs),
        AT_DESK(json_bodies_announce_themselves),
        AT_DESK(parameters_can_travel_in_the_url),
        AT_DESK(get_has_everything_in_the_url_and_no_body),
        AT_DESK(base64_gives_any_bytes),
        AT_DESK(a_header_can_be_removed),
        AT_DESK(sha256_announces_itself),
        AT_DESK(names_of_headers_can_be_small),
        AT_DESK(the_announcement_can_be_withheld),
        AT_DESK(signatures_and_mistakes_match_the_vectors),
        AT_DESK(empty_values_are_sent_and_not_signed),
        AT_DESK(empty_values_can_be_signed),
        AT_DESK(names_are_sorted_by_their_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
