/* Situations by number and by word, and that the catalogue names each of them. Expected effects are
 * written down here once more, beside the table that the mock reads. */
#include "http/dispatch.h"
#include "shop.h"

#include <string.h>

static const struct {
    const char *txamt;
    const char *word;
    enum answer_fault fault;
    unsigned http_status;
    int delay_ms;
    bool is_applied;
} rows[] = {
    {"960001", "lost-answer", FAULT_DROP, 200, 0, true},
    {"960002", "lost-request", FAULT_DROP, 500, 0, false},
    {"960003", "slow", FAULT_NONE, 200, 3000, true},
    {"960004", "garbage", FAULT_GARBAGE, 200, 0, true},
    {"960005", "http-502", FAULT_NONE, 502, 0, false},
    {"960006", "no-notification", FAULT_NONE, 200, 0, true},
    {"960007", "duplicate-notification", FAULT_NONE, 200, 0, true},
    {"960008", "forged-notification", FAULT_NONE, 200, 0, true},
    {"960009", "late-notification", FAULT_NONE, 200, 0, true},
    {"960010", "truncated", FAULT_TRUNCATE, 200, 0, true},
    {"960011", "wrong-amount-notification", FAULT_NONE, 200, 0, true},
    {"960012", "pretty-notification", FAULT_NONE, 200, 0, true},
    {"960013", "out-of-order-notification", FAULT_NONE, 200, 0, true},
    {"960014", "http-429", FAULT_NONE, 429, 0, false},
    {"960015", "unknown-type-notification", FAULT_NONE, 200, 0, true},
    {"960016", "wrong-currency-notification", FAULT_NONE, 200, 0, true},
    {"960017", "overlapping-notification", FAULT_NONE, 200, 0, true},
    {"960018", "simultaneous-notification", FAULT_NONE, 200, 0, true},
    {"960019", "lower-case-notification", FAULT_NONE, 200, 0, true},
};

/* What came back; garbage is no JSON, so the shop's own deliver cannot read it. */
static struct reply
reply_to(struct shop *shop, const struct call *call)
{
    struct request req = {
        .server = &shop->server,
        .arena = &shop->arena,
        .signer = shop->signer,
        .method = "POST",
        .path = call->path,
        .query = "",
        .body = call->body,
        .body_len = strlen(call->body),
        .headers = call->headers,
    };

    return dispatch(&req);
}

static void
assert_meets(struct shop *shop, size_t row, const char *number, const struct call *call)
{
    struct reply reply = reply_to(shop, call);
    size_t found;

    assert_int_equal(reply.fault, rows[row].fault);
    assert_int_equal(reply.http_status, rows[row].http_status);
    assert_int_equal(reply.delay_ms, rows[row].delay_ms);
    shop->trigger = NULL;
    found = record_count(ask(shop, "out_trade_no", number, NULL));
    if (found != (rows[row].is_applied ? 1 : 0))
        fail_msg("%s left %zu orders", rows[row].word, found);
}

static void
every_number_has_its_effect(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *number = format(shop, "by-number-%zu", i);
        struct call call = a_payment(shop, "out_trade_no", number, "txamt", rows[i].txamt, NULL);

        assert_meets(shop, i, number, &call);
    }
}

static void
every_word_has_the_same_effect(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *number = format(shop, "by-word-%zu", i);
        struct call call;

        shop->trigger = rows[i].word;
        call = a_payment(shop, "out_trade_no", number, NULL);
        assert_meets(shop, i, number, &call);
    }
}

static void
a_number_that_is_not_listed_is_an_ordinary_amount(void **state)
{
    assert_accepted(pay(*state, "txamt", "960000", NULL));
    assert_accepted(pay(*state, "txamt", "960099", NULL));
    assert_accepted(pay(*state, "txamt", "9600010", NULL));
}

static void
no_triggers_makes_numbers_ordinary(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--no-triggers", NULL);

    assert_int_equal(pay(shop, "txamt", "960001", NULL)->reply.fault, FAULT_NONE);
}

static void
slow_takes_milliseconds(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "slow=120000";
    assert_int_equal(pay(shop, NULL)->reply.delay_ms, 120000);
}

static void
a_mistyped_word_is_answered_with_the_nearest(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "lost-anser";
    assert_non_null(strstr(pay(shop, NULL)->reply.advice,
                           "X-QFMock-Trigger was not understood; did you mean 'lost-answer'?"));

    shop->trigger = "nonsense";
    assert_null(strstr(pay(shop, NULL)->reply.advice, "did you mean"));
}

static void
a_word_with_a_value_that_it_does_not_take_is_not_understood(void **state)
{
    static const char *const words[] = {
        "slow=",     "slow=-1",    "slow=120001",  "slow=1s", "slow=999999999999999999999",
        "garbage=1", "lost-answe", "lost-answer2", "ending=", "ending=9999"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const struct answer *order;

        shop->trigger = words[i];
        order = pay(shop, NULL);

        assert_accepted(order);
        assert_non_null(strstr(order->reply.advice, "not understood"));
    }
}

static void
an_ending_can_be_asked_for_by_the_header(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop->trigger = "ending=1201";
    order = pay(shop, NULL);
    shop->trigger = NULL;

    assert_accepted(order);
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1201");
}

static void
a_query_can_get_lost_too(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "lost-answer";
    assert_int_equal(ask(shop, NULL)->reply.fault, FAULT_DROP);
}

static void
a_lost_refusal_is_still_a_refusal(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    pay(shop, "out_trade_no", "twice", NULL);
    shop->trigger = "lost-answer";
    answer = pay(shop, "out_trade_no", "twice", NULL);

    assert_int_equal(answer->reply.fault, FAULT_DROP);
    assert_int_equal(answer->reply.requirement, QFPAY_REQ_PAY_OTN_02);
}

static void
the_catalogue_names_every_situation(void **state)
{
    struct shop *shop = *state;
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(
        control(shop, "GET", "catalogue", NULL)->json, "situations");

    assert_int_equal(cJSON_GetArraySize(list), COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const cJSON *row = cJSON_GetArrayItem(list, (int)i);

        assert_string_equal(text_in(row, "txamt"), rows[i].txamt);
        assert_memory_equal(text_in(row, "header"), rows[i].word, strlen(rows[i].word));
        assert_non_null(text_in(row, "does"));
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(every_number_has_its_effect),
        SHOP_TEST(every_word_has_the_same_effect),
        SHOP_TEST(a_number_that_is_not_listed_is_an_ordinary_amount),
        SHOP_TEST(no_triggers_makes_numbers_ordinary),
        SHOP_TEST(slow_takes_milliseconds),
        SHOP_TEST(a_mistyped_word_is_answered_with_the_nearest),
        SHOP_TEST(a_word_with_a_value_that_it_does_not_take_is_not_understood),
        SHOP_TEST(an_ending_can_be_asked_for_by_the_header),
        SHOP_TEST(a_query_can_get_lost_too),
        SHOP_TEST(a_lost_refusal_is_still_a_refusal),
        SHOP_TEST(the_catalogue_names_every_situation),
    };

    return cmocka_run_group_tests_name("situation", tests, NULL, NULL);
}
