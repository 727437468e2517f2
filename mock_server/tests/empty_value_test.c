/* Parameters that are sent with an empty value (SIG-07): two strings are right, unless
 * --empty-values wants one of them, and an empty mchid is none. */
#include "shop.h"

#include <string.h>

#include "qfpay/form.h"

typedef enum qfpay_status signs_request(qfpay_signer *signer, const struct qfpay_param *params,
                                        size_t count, const char *key, enum qfpay_digest digest,
                                        char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err);

/* Sign the call again, over its parameters as they are sent. */
static void
sign(struct shop *shop, struct call *call, enum qfpay_digest digest, signs_request *how)
{
    const char *sent = call->query ? call->query : call->body;
    char *form = arena_dup(&shop->arena, sent);
    char *hex = arena_alloc(&shop->arena, QFPAY_SIGN_HEX_SIZE);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = 0;

    assert_non_null(form);
    assert_non_null(hex);
    assert_int_equal(qfpay_form_parse(form, strlen(form), params, QFPAY_PARAM_MAX, &count, NULL),
                     QFPAY_OK);
    assert_int_equal(how(shop->signer, params, count, shop->client_key, digest, hex, NULL),
                     QFPAY_OK);
    call->headers.sign = hex;
    call->headers.sign_type = qfpay_digest_name(digest);
}

/* A payment whose goods_name is sent empty. */
static const struct answer *
pay_signed(struct shop *shop, signs_request *how)
{
    struct call call = a_payment(shop, "goods_name", "", NULL);

    sign(shop, &call, QFPAY_DIGEST_MD5, how);
    return deliver(shop, &call);
}

static void
a_value_left_out_of_the_string_is_right_without_advice(void **state)
{
    const struct answer *answer = pay_signed(*state, qfpay_sign);

    assert_accepted(answer);
    assert_not_advised(answer);
}

static void
a_value_signed_as_name_is_right_with_advice(void **state)
{
    const struct answer *answer = pay_signed(*state, qfpay_sign_with_empty);

    assert_accepted(answer);
    assert_advised(answer, "SIG-07");
}

static void
without_an_empty_value_there_is_no_advice(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, "goods_name", "tea", NULL);
    const struct answer *answer;

    sign(shop, &call, QFPAY_DIGEST_MD5, qfpay_sign_with_empty);
    answer = deliver(shop, &call);

    assert_accepted(answer);
    assert_not_advised(answer);
}

static void
assert_signed_right(struct shop *shop, struct call call)
{
    static const enum qfpay_digest digests[] = {QFPAY_DIGEST_MD5, QFPAY_DIGEST_SHA256};
    static signs_request *const both[] = {qfpay_sign, qfpay_sign_with_empty};

    for (size_t i = 0; i < 4; i++) {
        const struct answer *answer;

        sign(shop, &call, digests[i % 2], both[i / 2]);
        answer = deliver(shop, &call);
        if (strcmp(text_of(answer, "respcd"), "1108") == 0)
            fail_msg("%s by %s: %s", call.path, call.method, answer->reply.diagnosis);
    }
}

static void
every_call_takes_both_by_post(void **state)
{
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++)
        assert_signed_right(*state, a_call(*state, qfpay_endpoint_row((enum qfpay_endpoint)i)->name,
                                           "udid", "", "syssn", "1", NULL));
}

static void
a_query_takes_both_by_get(void **state)
{
    struct call call = a_query(*state, "syssn", "", NULL);

    call.method = "GET";
    call.query = call.body;
    call.body = "";
    call.headers.content_type = NULL;

    assert_signed_right(*state, call);
}

static void
one_form_of_two_can_be_asked_for(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    shop_restart(shop, "--empty-values", "signed", NULL);
    answer = pay_signed(shop, qfpay_sign_with_empty);
    assert_accepted(answer);
    assert_not_advised(answer);
    answer = pay_signed(shop, qfpay_sign);
    assert_refused(answer, "1108", "SIG-11");
    assert_non_null(strstr(answer->reply.diagnosis, "--empty-values signed"));

    shop_restart(shop, "--empty-values", "dropped", NULL);
    answer = pay_signed(shop, qfpay_sign);
    assert_accepted(answer);
    assert_not_advised(answer);
    answer = pay_signed(shop, qfpay_sign_with_empty);
    assert_refused(answer, "1108", "SIG-11");
    assert_non_null(strstr(answer->reply.diagnosis, "--empty-values dropped"));
}

static void
a_string_between_the_two_is_wrong_always(void **state)
{
    static char *const words[] = {"both", "signed", "dropped"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct call call;

        shop_restart(shop, "--empty-values", words[i], NULL);
        call = a_payment(shop, "goods_name", "", NULL);
        sign(shop, &call, QFPAY_DIGEST_MD5, qfpay_sign_with_empty);
        call.body = format(shop, "%s&udid=", call.body);

        assert_refused(deliver(shop, &call), "1108", "SIG-11");
    }
}

static void
an_empty_mchid_counts_as_not_sent(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, "mchid", "", NULL);

    assert_respcd(call_api(shop, "add_note", "mchid", "", "code", DIRECT_APP, "syssn",
                           text_of(order, "syssn"), "note", "n", "txdtm", WITHOUT, NULL),
                  "0000");
    assert_int_equal(record_count(ask(shop, "mchid", "", NULL)), 1);
    assert_respcd(refund(shop, order, "mchid", "", NULL), "0000");

    as_agent(shop, "");
    assert_refused(pay(shop, NULL), "1104", "PAY-MCHID-01");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_value_left_out_of_the_string_is_right_without_advice),
        SHOP_TEST(a_value_signed_as_name_is_right_with_advice),
        SHOP_TEST(without_an_empty_value_there_is_no_advice),
        SHOP_TEST(every_call_takes_both_by_post),
        SHOP_TEST(a_query_takes_both_by_get),
        SHOP_TEST(one_form_of_two_can_be_asked_for),
        SHOP_TEST(a_string_between_the_two_is_wrong_always),
        SHOP_TEST(an_empty_mchid_counts_as_not_sent),
    };

    return cmocka_run_group_tests_name("empty values", tests, NULL, NULL);
}
