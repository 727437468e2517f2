/* Answers in another form: what each form changes, that nothing else changes, and that the
 * signature is about the bytes that leave. */
#include "shop.h"

#include <string.h>

#include "qfpay/situation.h"

static void
set_form(struct shop *shop, const char *endpoint, const char *form)
{
    const struct answer *answer = control(
        shop, "POST", "rules",
        format(shop, "{\"match\": {\"endpoint\": \"%s\"}, \"respond\": [{\"reshape\": %s}]}",
               endpoint, form));

    if (answer->reply.http_status != 201)
        fail_msg("the rule is refused: %s", answer->reply.body);
}

/* A query for an order, in this form. */
static const struct answer *
ask_in_form(struct shop *shop, const struct answer *order, const char *form)
{
    set_form(shop, "query", form);
    return ask(shop, "syssn", text_of(order, "syssn"), NULL);
}

static bool
has(const cJSON *object, const char *key)
{
    return cJSON_HasObjectItem(object, key);
}

static void
assert_signature(struct shop *shop, const struct answer *answer, bool is_right)
{
    char hex[QFPAY_SIGN_HEX_SIZE];

    assert_int_equal(qfpay_sign_bytes(shop->signer, answer->reply.body, answer->reply.body_len,
                                      shop->client_key, QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_OK);
    assert_true(answer->reply.is_signed);
    assert_int_equal(strcmp(hex, answer->reply.sign) == 0, is_right);
}

static void
unknown_fields_stand_beside_all_that_is_known(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer = ask_in_form(shop, pay(shop, NULL), "\"unknown-fields\"");
    const cJSON *record = record_at(answer, 0);

    assert_string_equal(answer->json->child->string, "acquirer_ref");
    assert_true(has(answer->json, "promotion_info") && has(answer->json, "coupons"));
    assert_true(has(record, "risk_level") && has(record, "settle_dtm"));
    assert_respcd(answer, "0000");
    assert_string_equal(text_in(record, "respcd"), "1143");
}

static void
shuffled_keys_are_the_same_keys_in_another_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer = ask_in_form(shop, pay(shop, NULL), "\"shuffled-keys\"");

    assert_keys(answer->json, (const char *const[]){"page_size", "page", "data", "respcd",
                                                    "resperr", "respmsg", NULL});
    assert_string_equal(record_at(answer, 0)->child->string, "cardcd");
    assert_int_equal(record_count(answer), 1);
}

static void
an_amount_can_be_a_number(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;
    const cJSON *txamt;

    set_form(shop, "payment", "\"numbers\"");
    order = pay(shop, "txamt", "99999999999", NULL);
    txamt = cJSON_GetObjectItemCaseSensitive(order->json, "txamt");

    assert_true(cJSON_IsNumber(txamt));
    assert_non_null(strstr(order->reply.body, "\"txamt\": 99999999999,"));
}

static void
page_numbers_can_be_texts(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer = ask_in_form(shop, pay(shop, NULL), "\"texts\"");

    assert_string_equal(text_of(answer, "page"), "1");
    assert_string_equal(text_of(answer, "page_size"), "10");
}

static void
the_respcd_of_the_answer_can_be_missing_or_empty(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *missing = ask_in_form(shop, order, "\"respcd-missing\"");
    const struct answer *empty = ask_in_form(shop, order, "\"respcd-empty\"");

    assert_false(has(missing->json, "respcd"));
    assert_string_equal(text_in(record_at(missing, 0), "respcd"), "1143");
    assert_string_equal(text_of(empty, "respcd"), "");
}

static void
the_respcd_of_a_record_can_be_missing_or_empty(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *missing = ask_in_form(shop, order, "\"record-respcd-missing\"");
    const struct answer *empty = ask_in_form(shop, order, "\"record-respcd-empty\"");

    assert_false(has(record_at(missing, 0), "respcd"));
    assert_respcd(missing, "0000");
    assert_string_equal(text_in(record_at(empty, 0), "respcd"), "");
}

static void
a_failed_attempt_comes_before_the_paid_one(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *answer = ask_in_form(shop, order, "\"failed-attempt\"");

    assert_int_equal(record_count(answer), 2);
    assert_string_equal(text_in(record_at(answer, 0), "respcd"), "1205");
    assert_string_equal(text_in(record_at(answer, 0), "out_trade_no"),
                        text_in(record_at(answer, 1), "out_trade_no"));
    assert_string_not_equal(text_in(record_at(answer, 0), "syssn"), text_of(order, "syssn"));
    assert_string_equal(text_in(record_at(answer, 1), "respcd"), "0000");
    assert_string_equal(text_in(record_at(answer, 1), "syssn"), text_of(order, "syssn"));
}

static void
a_refund_comes_before_the_payment_that_it_is_of(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = ask_in_form(shop, order, "\"refund-record\"");

    assert_int_equal(record_count(answer), 2);
    assert_string_equal(text_in(record_at(answer, 0), "order_type"), "refund");
    assert_string_equal(text_in(record_at(answer, 0), "respcd"), "0000");
    assert_string_equal(text_in(record_at(answer, 0), "origssn"), text_of(order, "syssn"));
    assert_string_equal(text_in(record_at(answer, 1), "respcd"), "1143");
}

static void
nothing_found_stays_nothing_in_every_form(void **state)
{
    struct shop *shop = *state;
    const struct qfpay_reshape *row;

    for (size_t i = 0; (row = qfpay_reshape_at(i)); i++) {
        set_form(shop, "query", format(shop, "\"%s\"", row->word));
        assert_int_equal(record_count(ask(shop, "out_trade_no", "nobody's", NULL)), 0);
    }
}

static void
a_changed_answer_is_signed_anew(void **state)
{
    struct shop *shop = *state;

    assert_signature(shop, ask_in_form(shop, pay(shop, NULL), "[\"unknown-fields\", \"numbers\"]"),
                     true);
}

static void
a_signature_can_be_wrong_or_missing(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    assert_signature(shop, ask_in_form(shop, order, "\"wrong-signature\""), false);
    assert_false(ask_in_form(shop, order, "\"unsigned\"")->reply.is_signed);
}

static void
the_header_joins_words_by_commas(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer;

    shop->trigger = "reshape=texts,shuffled-keys";
    answer = ask(shop, "syssn", text_of(order, "syssn"), NULL);

    assert_string_equal(answer->json->child->string, "page_size");
    assert_string_equal(answer->json->child->valuestring, "10");
}

static void
a_word_that_is_not_listed_is_not_understood(void **state)
{
    static const char *const words[] = {"reshape=", "reshape=text", "reshape=texts,",
                                        "reshape=texts;numbers", "reshape=Texts"};
    struct shop *shop = *state;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        shop->trigger = words[i];
        assert_non_null(strstr(pay(shop, NULL)->reply.advice, "not understood"));
    }
}

static void
a_rule_refuses_what_has_no_answer_to_reshape(void **state)
{
    static const char *const steps[] = {"{\"reshape\": \"texts\", \"fault\": \"drop\"}",
                                        "{\"reshape\": \"texts\", \"http_status\": 502}",
                                        "{\"reshape\": []}", "{\"reshape\": [\"texts\", 1]}",
                                        "{\"reshape\": \"no-such-form\"}"};
    struct shop *shop = *state;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        assert_control_refuses(
            control(shop, "POST", "rules", format(shop, "{\"respond\": [%s]}", steps[i])), 400);
}

static void
the_journal_shows_the_bytes_that_left(void **state)
{
    struct shop *shop = *state;
    const cJSON *list;

    ask_in_form(shop, pay(shop, NULL), "\"texts\"");
    list = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "requests?limit=1", NULL)->json,
                                            "requests");

    assert_non_null(strstr(text_in(cJSON_GetArrayItem(list, 0), "response"), "\"page\": \"1\""));
}

static void
the_catalogue_names_every_form(void **state)
{
    struct shop *shop = *state;
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(
        control(shop, "GET", "catalogue", NULL)->json, "reshapes");

    assert_int_equal(cJSON_GetArraySize(list), QFPAY_RESHAPE_COUNT);
    for (int i = 0; i < QFPAY_RESHAPE_COUNT; i++) {
        assert_string_equal(text_in(cJSON_GetArrayItem(list, i), "word"),
                            qfpay_reshape_at((size_t)i)->word);
        assert_non_null(text_in(cJSON_GetArrayItem(list, i), "does"));
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(unknown_fields_stand_beside_all_that_is_known),
        SHOP_TEST(shuffled_keys_are_the_same_keys_in_another_order),
        SHOP_TEST(an_amount_can_be_a_number),
        SHOP_TEST(page_numbers_can_be_texts),
        SHOP_TEST(the_respcd_of_the_answer_can_be_missing_or_empty),
        SHOP_TEST(the_respcd_of_a_record_can_be_missing_or_empty),
        SHOP_TEST(a_failed_attempt_comes_before_the_paid_one),
        SHOP_TEST(a_refund_comes_before_the_payment_that_it_is_of),
        SHOP_TEST(nothing_found_stays_nothing_in_every_form),
        SHOP_TEST(a_changed_answer_is_signed_anew),
        SHOP_TEST(a_signature_can_be_wrong_or_missing),
        SHOP_TEST(the_header_joins_words_by_commas),
        SHOP_TEST(a_word_that_is_not_listed_is_not_understood),
        SHOP_TEST(a_rule_refuses_what_has_no_answer_to_reshape),
        SHOP_TEST(the_journal_shows_the_bytes_that_left),
        SHOP_TEST(the_catalogue_names_every_form),
    };

    return cmocka_run_group_tests_name("reshape", tests, NULL, NULL);
}
