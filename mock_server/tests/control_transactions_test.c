/* Looking at transactions through the control API, and the payer's mistakes. What the payer can do
 * in which state is trade_test.c. */
#include "shop.h"

#include <string.h>

#include "store/store.h"
#include "trade/syssn.h"

static const cJSON *
listed(struct shop *shop, const char *query)
{
    const struct answer *answer = control(shop, "GET", format(shop, "transactions%s", query), NULL);
    const cJSON *list = cJSON_GetObjectItem(answer->json, "transactions");

    assert_int_equal(answer->reply.http_status, 200);
    assert_true(cJSON_IsArray(list));
    return list;
}

/* Numbers of the listed ones in their order. */
static const char *
numbers(struct shop *shop, const char *query)
{
    const char *text = "";
    const cJSON *one;

    cJSON_ArrayForEach(one, listed(shop, query))
    {
        text = format(shop, "%s%s%s", text, text[0] == '\0' ? "" : " ",
                      text_in(one, "out_trade_no"));
    }
    return text;
}

static void
orders_are_listed_newest_first(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 3; i++) {
        assert_accepted(pay(shop, NULL));
        advance(shop, 60);
    }

    assert_string_equal(numbers(shop, ""), "order-3 order-2 order-1");
}

static void
a_month_ago_is_listed_too(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, NULL));
    set_clock(shop, "2026-09-09 09:09:09");

    assert_string_equal(numbers(shop, ""), "order-1");
}

static void
a_listed_order_shows_numbers_amount_state_and_times(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "goods_name", "tea", NULL);
    const cJSON *one = cJSON_GetArrayItem(listed(shop, ""), 0);

    assert_string_equal(text_in(one, "syssn"), text_of(order, "syssn"));
    assert_string_equal(text_in(one, "out_trade_no"), "order-1");
    assert_string_equal(text_in(one, "state"), "unpaid");
    assert_string_equal(text_in(one, "respcd"), "1143");
    assert_string_equal(text_in(one, "txamt"), "300");
    assert_string_equal(text_in(one, "txcurrcd"), "HKD");
    assert_string_equal(text_in(one, "sysdtm"), SHOP_NOW);
    assert_string_equal(text_in(one, "paydtm"), "");
    assert_string_equal(text_in(one, "expires"), "2026-03-10 12:30:00");
    assert_string_equal(text_in(one, "goods_name"), "tea");
}

static void
orders_are_found_by_number_and_by_syssn(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, NULL), "syssn");

    assert_accepted(pay(shop, NULL));

    assert_string_equal(numbers(shop, "?out_trade_no=order-2"), "order-2");
    assert_string_equal(numbers(shop, format(shop, "?syssn=%s", syssn)), "order-1");
    assert_string_equal(numbers(shop, format(shop, "?syssn=%s&out_trade_no=order-2", syssn)), "");
    assert_string_equal(numbers(shop, "?syssn=x"), "");
    assert_string_equal(numbers(shop, "?out_trade_no=x"), "");
}

static void
activate_second_mchid(struct shop *shop)
{
    control(shop, "PUT", "merchants/" AGENT_APP,
            "{\"mchids\": [{\"mchid\": \"ZaMVg00002\", \"state\": \"active\"}]}");
}

static void
an_agents_orders_are_listed_over_all_its_mchids(void **state)
{
    struct shop *shop = *state;

    activate_second_mchid(shop);
    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, "out_trade_no", "same", NULL));
    as_agent(shop, "ZaMVg00002");
    assert_accepted(pay(shop, "out_trade_no", "same", NULL));

    assert_string_equal(numbers(shop, "?app_code=" AGENT_APP), "same same");
    assert_string_equal(numbers(shop, "?out_trade_no=same&app_code=" AGENT_APP), "same same");
    assert_string_equal(numbers(shop, ""), "");
}

static void
a_state_filters_by_what_time_has_made_of_the_orders(void **state)
{
    struct shop *shop = *state;

    payer_does(shop, pay(shop, "out_trade_no", "paid", NULL), "pay");
    assert_accepted(pay(shop, "out_trade_no", "old", NULL));
    advance(shop, 30L * 60);
    assert_accepted(pay(shop, "out_trade_no", "new", NULL));

    assert_string_equal(numbers(shop, "?state=paid"), "paid");
    assert_string_equal(numbers(shop, "?state=expired"), "old");
    assert_string_equal(numbers(shop, "?state=unpaid"), "new");
    assert_string_equal(numbers(shop, "?state=closed"), "");
}

static void
a_limit_keeps_the_newest(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 3; i++)
        assert_accepted(pay(shop, NULL));

    assert_string_equal(numbers(shop, "?limit=2"), "order-3 order-2");
}

/* One list of a walk: its query, and the cursor of the one before; NULL begins. */
static const cJSON *
walk_on(struct shop *shop, const char *query, const char *before)
{
    const char *path = format(shop, "transactions?%s%s%s", query, before ? "&before=" : "",
                              before ? before : "");

    return control(shop, "GET", path, NULL)->json;
}

/* Whether the walk goes on; and from where, at the end NULL. */
static const char *
cursor_of(const cJSON *list)
{
    const cJSON *more = cJSON_GetObjectItem(list, "more");
    const char *before = text_in(list, "before");

    assert_true(cJSON_IsBool(more));
    assert_int_equal(cJSON_IsTrue(more), before != NULL);
    return before;
}

static const char *
numbers_of(struct shop *shop, const cJSON *list)
{
    const char *text = "";
    const cJSON *one;

    cJSON_ArrayForEach(one, cJSON_GetObjectItem(list, "transactions"))
    {
        text = format(shop, "%s%s ", text, text_in(one, "out_trade_no"));
    }
    return text;
}

static void
a_walk_meets_each_order_once_though_new_ones_come(void **state)
{
    struct shop *shop = *state;
    const char *before = NULL;
    const char *met = "";

    activate_second_mchid(shop);
    for (int i = 1; i <= 6; i++) { /* two in each second */
        as_agent(shop, i % 3 == 0 ? "ZaMVg00001" : "ZaMVg00002");
        assert_accepted(pay(shop, NULL));
        advance(shop, i % 2 == 0);
    }
    do {
        const cJSON *list = walk_on(shop, "limit=1&app_code=" AGENT_APP, before);

        met = format(shop, "%s%s", met, numbers_of(shop, list));
        assert_accepted(pay(shop, "out_trade_no", format(shop, "new-%s", before), NULL));
        before = cursor_of(list);
    } while (before);

    assert_string_equal(met, "order-6 order-5 order-4 order-3 order-2 order-1 ");
}

/* Orders like one that is there, straight into the store. */
static void
fill(struct shop *shop, const struct trade *like, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct trade trade = *like;

        trade.id = store_next_id(shop->server.store);
        trade.out_trade_no = format(shop, "like-%u", i);
        assert_int_equal(store_insert_trade(shop->server.store, &trade), STORE_OK);
    }
}

/* How many time has ended in the store itself: who looks at an open one lets time end it. */
static unsigned
expired(struct shop *shop, int64_t account)
{
    struct store_walk walk = store_walk_time(shop->server.store, account, 0, INT64_MAX);
    struct trade trade;
    unsigned count = 0;

    while (store_walk_next(&walk, &trade))
        count += trade.state == TRADE_EXPIRED;
    return count;
}

static void
a_list_looks_at_a_thousand_orders_whoever_passes(void **state)
{
    static const unsigned looked_at[] = {1000, 2000, 2500};
    struct shop *shop = *state;
    const char *before = NULL;
    struct trade first;

    payer_does(shop, pay(shop, NULL), "fail");
    assert_accepted(pay(shop, NULL));
    assert_true(store_trade_by_id(shop->server.store, SYSSN_FIRST_ID + 1, &first));
    fill(shop, &first, 2499);
    advance(shop, 30L * 60);

    for (size_t i = 0; i < COUNT_OF(looked_at); i++) {
        const cJSON *list = walk_on(shop, "state=failed&limit=1", before);

        before = cursor_of(list);
        assert_string_equal(numbers_of(shop, list), before ? "" : "order-1 ");
        assert_int_equal(!before, i == 2);
        assert_int_equal(expired(shop, first.account), looked_at[i]);
    }
}

static void
a_limit_that_cuts_a_list_by_number_says_so(void **state)
{
    struct shop *shop = *state;
    const cJSON *list;

    activate_second_mchid(shop);
    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, "out_trade_no", "same", NULL));
    list = walk_on(shop, "out_trade_no=same&limit=1&app_code=" AGENT_APP, NULL);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(list, "more")));
    as_agent(shop, "ZaMVg00002");
    assert_accepted(pay(shop, "out_trade_no", "same", NULL));
    list = walk_on(shop, "out_trade_no=same&limit=1&app_code=" AGENT_APP, NULL);

    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(list, "more")));
    assert_null(text_in(list, "before"));
}

static void
a_walk_goes_on_only_behind_an_order_of_its_merchant(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, NULL), "syssn");
    const char *const queries[] = {"before=x", "before=20260310000200020086358792",
                                   format(shop, "before=%s&app_code=" AGENT_APP, syssn),
                                   format(shop, "before=%s&out_trade_no=order-1", syssn),
                                   format(shop, "before=%s&syssn=%s", syssn, syssn)};

    for (size_t i = 0; i < COUNT_OF(queries); i++)
        assert_control_refuses(
            control(shop, "GET", format(shop, "transactions?%s", queries[i]), NULL), 400);
    assert_null(cursor_of(walk_on(shop, "limit=1", syssn)));
}

static void
bad_filters_are_refused(void **state)
{
    static const char *const queries[] = {"?limit=0",  "?limit=1001", "?limit=-1",  "?limit=x",
                                          "?limit=1x", "?limit=%201", "?state=dead"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(queries); i++)
        assert_control_refuses(
            control(shop, "GET", format(shop, "transactions%s", queries[i]), NULL), 400);
}

static void
the_payer_needs_an_order_that_is_there(void **state)
{
    static const char *const syssns[] = {"20260310000200020086358791", "x",
                                         "99999999999999999999999999"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(syssns); i++)
        assert_control_refuses(control(shop, "POST",
                                       format(shop, "transactions/%s/payer", syssns[i]),
                                       "{\"action\": \"pay\"}"),
                               404);
}

static void
a_payers_order_must_carry_its_own_date(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    assert_control_refuses(
        control(shop, "POST",
                format(shop, "transactions/20250101%s/payer", text_of(order, "syssn") + 8),
                "{\"action\": \"pay\"}"),
        404);
}

static void
the_payer_needs_no_app_code_but_a_named_one_must_fit(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;
    const char *path;

    as_agent(shop, "ZaMVg00001");
    order = pay(shop, NULL);
    path = format(shop, "transactions/%s/payer", text_of(order, "syssn"));

    assert_control_refuses(control(shop, "POST", format(shop, "%s?app_code=" DIRECT_APP, path),
                                   "{\"action\": \"scan\"}"),
                           404);
    assert_int_equal(control(shop, "POST", path, "{\"action\": \"scan\"}")->reply.http_status, 200);
    assert_int_equal(
        control(shop, "POST", format(shop, "%s?app_code=" AGENT_APP, path), "{\"action\": \"pay\"}")
            ->reply.http_status,
        200);
}

static void
the_payer_lives_by_the_clock_of_the_orders_merchant(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    as_agent(shop, "ZaMVg00001");
    order = pay(shop, NULL);
    advance(shop, 30L * 60);

    assert_control_refuses(payer_does(shop, order, "pay"), 409);
}

static void
the_answer_shows_the_order_after_the_action(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = payer_does(shop, order, "pay");
    const cJSON *transaction = cJSON_GetObjectItem(answer->json, "transaction");

    assert_string_equal(text_of(answer, "state"), "paid");
    assert_string_equal(text_of(answer, "respcd"), "0000");
    assert_string_equal(text_in(transaction, "syssn"), text_of(order, "syssn"));
    assert_string_equal(text_in(transaction, "paydtm"), SHOP_NOW);
}

static void
a_payers_bad_order_is_refused_and_changes_nothing(void **state)
{
    static const char *const bodies[] = {
        "[]",
        "7",
        "{}",
        "{\"action\": \"dance\"}",
        "{\"action\": 7}",
        "{\"action\": \"fail\", \"respcd\": \"0000\"}",
        "{\"action\": \"fail\", \"respcd\": \"1143\"}",
        "{\"action\": \"fail\", \"respcd\": \"9999\"}",
        "{\"action\": \"fail\", \"respcd\": \"\"}",
        "{\"action\": \"fail\", \"respcd\": 1201}",
        "{\"action\": \"pay\", \"respcd\": \"1201\"}",
        "{\"action\": \"pay\", \"payer\": \"me\"}",
        "{\"action\": \"pay\", \"payer\": {\"name\": \"me\"}}",
        "{\"action\": \"pay\", \"payer\": {\"bank_card_bound\": \"no\"}}",
        "{\"action\": \"pay\", \"payer\": {\"user_creid\": 7}}",
        "{\"action\": \"pay\", \"payer\": {\"user_truename\": null}}",
        "{\"action\": \"pay\", \"amount\": 7}",
    };
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const char *path = format(shop, "transactions/%s/payer", text_of(order, "syssn"));

    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        assert_control_refuses(control(shop, "POST", path, bodies[i]), 400);
    assert_control_refuses(control(shop, "POST", path, NULL), 400);

    assert_state(shop, order, "unpaid");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(orders_are_listed_newest_first),
        SHOP_TEST(a_month_ago_is_listed_too),
        SHOP_TEST(a_listed_order_shows_numbers_amount_state_and_times),
        SHOP_TEST(orders_are_found_by_number_and_by_syssn),
        SHOP_TEST(an_agents_orders_are_listed_over_all_its_mchids),
        SHOP_TEST(a_state_filters_by_what_time_has_made_of_the_orders),
        SHOP_TEST(a_limit_keeps_the_newest),
        SHOP_TEST(a_walk_meets_each_order_once_though_new_ones_come),
        SHOP_TEST(a_list_looks_at_a_thousand_orders_whoever_passes),
        SHOP_TEST(a_limit_that_cuts_a_list_by_number_says_so),
        SHOP_TEST(a_walk_goes_on_only_behind_an_order_of_its_merchant),
        SHOP_TEST(bad_filters_are_refused),
        SHOP_TEST(the_payer_needs_an_order_that_is_there),
        SHOP_TEST(a_payers_order_must_carry_its_own_date),
        SHOP_TEST(the_payer_needs_no_app_code_but_a_named_one_must_fit),
        SHOP_TEST(the_payer_lives_by_the_clock_of_the_orders_merchant),
        SHOP_TEST(the_answer_shows_the_order_after_the_action),
        SHOP_TEST(a_payers_bad_order_is_refused_and_changes_nothing),
    };

    return cmocka_run_group_tests_name("control_transactions", tests, NULL, NULL);
}
