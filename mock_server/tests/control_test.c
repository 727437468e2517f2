/* The control API as a whole: who may call it, which calls there are, what bad input gets, and the
 * calls for health, clock, reset and catalogue. The others are control_merchants_test.c,
 * control_transactions_test.c and control_requests_test.c. */
#include "shop.h"

#include <stdlib.h>
#include <string.h>

#include "qfpay/code.h"

/* Every call with its methods. */
static const struct {
    const char *path;
    const char *allow;
} calls[] = {
    {"", "GET"},
    {"health", "GET"},
    {"reset", "POST"},
    {"clock", "GET, PUT"},
    {"transactions", "GET"},
    {"transactions/20260310000200020086358792/payer", "POST"},
    {"requests", "GET, DELETE"},
    {"merchants", "GET, POST"},
    {"merchants/" DIRECT_APP, "GET, PUT, DELETE"},
    {"catalogue", "GET"},
};

static void
every_call_says_which_methods_it_allows(void **state)
{
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        const struct answer *answer = control(*state, "PATCH", calls[i].path, NULL);

        assert_control_refuses(answer, 405);
        assert_string_equal(answer->reply.allow, calls[i].allow);
    }
}

static void
an_unknown_call_is_404(void **state)
{
    static const char *const paths[] = {"healt",
                                        "healthy",
                                        "health/",
                                        "clock/x",
                                        "transactions/",
                                        "transactions//payer",
                                        "transactions/1",
                                        "transactions/1/payer/x",
                                        "merchants/",
                                        "merchants/x/y",
                                        "../trade/v1/query"};

    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_control_refuses(control(*state, "GET", paths[i], NULL), 404);
}

static void
the_prefix_alone_lists_the_calls(void **state)
{
    static const char *const paths[] = {"/__sandbox", "/__sandbox/"};

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct call call = {.method = "GET", .path = paths[i]};
        const struct answer *answer = deliver(*state, &call);

        assert_int_equal(answer->reply.http_status, 200);
        assert_non_null(strstr(answer->reply.body, "\"GET /__sandbox/health\""));
        assert_non_null(strstr(answer->reply.body, "\"POST /__sandbox/transactions/*/payer\""));
    }
}

/* Rows: method, path, body, and what the error says. */
static const char *const mistyped[][4] = {
    {"GET", "transaction", NULL, "did you mean '/__sandbox/transactions'?"},
    {"GET", "health/", NULL, "did you mean '/__sandbox/health'?"},
    {"POST", "transactions/7/pay", NULL, "did you mean '/__sandbox/transactions/7/payer'?"},
    {"GET", "merchant/ABC", NULL, "did you mean '/__sandbox/merchants/ABC'?"},
    {"GET", "transactions?limt=1", NULL, "unknown parameter 'limt'; did you mean 'limit'?"},
    {"GET", "clock?appcode=1", NULL, "did you mean 'app_code'?"},
    {"GET", "transactions?state=unpiad", NULL, "unknown state 'unpiad'; did you mean 'unpaid'?"},
    {"PUT", "clock", "{\"advance_second\": 1}", "did you mean 'advance_seconds'?"},
    {"POST", "merchants", "{\"notifyurl\": \"\"}", "did you mean 'notify_url'?"},
    {"POST", "merchants", "{\"features\": {\"realname\": true}}",
     "unknown feature 'realname'; did you mean 'real_name'?"},
    {"POST", "merchants", "{\"features\": {\"pay_types\": [\"800 201\"]}}",
     "unknown pay type '800 201'; did you mean '800201'?"},
    {"POST", "merchants", "{\"features\": {\"currencies\": [\"hkd\"]}}",
     "unknown currency 'hkd'; did you mean 'HKD'?"},
    {"POST", "merchants", "{\"mchids\": [{\"mchid\": \"m1\", \"state\": \"disbled\"}]}",
     "unknown state 'disbled'; did you mean 'disabled'?"},
    {"POST", "transactions/7/payer", "{\"action\": \"cancle\"}",
     "unknown action 'cancle'; did you mean 'cancel'?"},
    {"POST", "transactions/7/payer", "{\"acton\": \"pay\"}",
     "unknown member 'acton'; did you mean 'action'?"},
    {"POST", "transactions/7/payer", "{\"action\": \"pay\", \"payer\": {\"user_credi\": \"1\"}}",
     "did you mean 'user_creid'?"},
};

static void
what_is_mistyped_is_answered_with_the_nearest(void **state)
{
    for (size_t i = 0; i < COUNT_OF(mistyped); i++) {
        const struct answer *answer = control(*state, mistyped[i][0], mistyped[i][1],
                                              mistyped[i][2]);

        if (!strstr(text_of(answer, "error"), mistyped[i][3]))
            fail_msg("%s: %s", mistyped[i][3], answer->reply.body);
    }
}

static void
what_is_like_nothing_is_answered_with_what_there_is(void **state)
{
    static const char *const rows[][4] = {
        {"GET", "xyz", NULL, "there are: health metrics reset clock"},
        {"GET", "transactions?nonsense=1", NULL, "allowed: app_code,out_trade_no"},
        {"PUT", "clock", "{\"nonsense\": 1}", "it must be advance_seconds, now or frozen"},
        {"POST", "transactions/7/payer", "{\"action\": \"dance\"}", "it must be scan, password"},
        {"POST", "transactions/7/payer", "{}", "action must be scan, password"},
        {"POST", "merchants", "{\"nonsense\": 1}", "app_code, client_key, mchids"},
        {"POST", "merchants", "{\"features\": {\"currencies\": [\"XXX\"]}}", "currency 'XXX'"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct answer *answer = control(*state, rows[i][0], rows[i][1], rows[i][2]);

        assert_non_null(strstr(text_of(answer, "error"), rows[i][3]));
        assert_null(strstr(text_of(answer, "error"), "did you mean"));
    }
}

static void
every_call_refuses_a_parameter_that_it_does_not_know(void **state)
{
    struct shop *shop = *state;
    size_t refused = 0;

    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        const char *method = format(shop, "%.*s", (int)strcspn(calls[i].allow, ","),
                                    calls[i].allow);
        const char *path = format(shop, "%s?nonsense=1", calls[i].path);

        assert_control_refuses(control(shop, method, path, NULL), 400);
        refused++;
    }
    assert_int_equal(refused, COUNT_OF(calls));
}

static void
an_unknown_merchant_is_404(void **state)
{
    assert_control_refuses(control(*state, "GET", "clock?app_code=nobody", NULL), 404);
}

static void
a_query_that_is_no_form_is_400(void **state)
{
    assert_control_refuses(control(*state, "GET", "health?=1", NULL), 400);
}

static void
a_parameter_that_is_not_utf_8_is_400(void **state)
{
    assert_control_refuses(control(*state, "GET", "health?%ff=1", NULL), 400);
}

static void
a_body_that_is_not_json_is_400(void **state)
{
    static const char *const bodies[] = {"{", "now", "{\"now\": }", "{} {}", "\xff", "'a'"};

    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        assert_control_refuses(control(*state, "PUT", "clock", bodies[i]), 400);
}

static void
a_body_of_ten_thousand_brackets_is_400(void **state)
{
    enum { DEPTH = 10000 };
    char *body = malloc(DEPTH + 1);

    assert_non_null(body);
    memset(body, '[', DEPTH);
    body[DEPTH] = '\0';

    assert_control_refuses(control(*state, "PUT", "clock", body), 400);
    free(body);
}

static void
a_body_that_is_too_large_is_413(void **state)
{
    struct call call = {.method = "PUT", .path = "/__sandbox/clock", .body_too_large = true};

    assert_control_refuses(deliver(*state, &call), 413);
}

static const struct answer *
with_authorization(struct shop *shop, const char *value)
{
    struct call call = {.method = "GET", .path = "/__sandbox/clock"};

    call.headers.authorization = value;
    return deliver(shop, &call);
}

static void
with_a_token_only_its_bearer_is_let_in(void **state)
{
    static const char *const wrong[] = {
        NULL,           "", "letmein", "Bearer", "Bearer ", "Bearer letmei", "Bearer letmeinn",
        "Basic letmein"};
    struct shop *shop = *state;

    shop_restart(shop, "--control-token", "letmein", NULL);

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_control_refuses(with_authorization(shop, wrong[i]), 401);
    assert_int_equal(with_authorization(shop, "Bearer letmein")->reply.http_status, 200);
    assert_int_equal(with_authorization(shop, "bearer letmein")->reply.http_status, 200);
}

static void
the_token_is_asked_for_before_the_call_is_looked_for(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--control-token", "letmein", NULL);

    assert_control_refuses(control(shop, "GET", "nonsense", NULL), 401);
}

static void
a_refusal_does_not_show_the_token(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--control-token", "letmein", NULL);

    assert_null(strstr(with_authorization(shop, "Bearer x")->reply.body, "letmein"));
}

static void
the_api_needs_no_token(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--control-token", "letmein", NULL);

    assert_accepted(pay(shop, NULL));
}

static void
health_says_ok_version_time_and_profile(void **state)
{
    const struct answer *answer = control(*state, "GET", "health", NULL);

    assert_int_equal(answer->reply.http_status, 200);
    assert_string_equal(text_of(answer, "status"), "ok");
    assert_string_equal(text_of(answer, "version"), MOCK_VERSION);
    assert_string_equal(text_of(answer, "now"), SHOP_NOW);
    assert_string_equal(text_of(answer, "profile"), "observed");
}

static void
assert_clock(const struct answer *answer, const char *now, bool frozen)
{
    assert_int_equal(answer->reply.http_status, 200);
    assert_string_equal(text_of(answer, "now"), now);
    assert_int_equal(cJSON_IsTrue(cJSON_GetObjectItem(answer->json, "frozen")), frozen);
}

static void
a_frozen_clock_stands_still(void **state)
{
    assert_clock(control(*state, "GET", "clock", NULL), SHOP_NOW, true);
}

static void
a_clock_is_advanced_and_set_back_by_seconds(void **state)
{
    assert_clock(control(*state, "PUT", "clock", "{\"advance_seconds\": 3661}"),
                 "2026-03-10 13:01:01", true);
    assert_clock(control(*state, "PUT", "clock", "{\"advance_seconds\": -3661}"), SHOP_NOW, true);
}

static void
a_clock_says_whose_it_is(void **state)
{
    struct shop *shop = *state;
    const char *body = "{\"advance_seconds\": 60}";

    assert_string_equal(text_of(control(shop, "GET", "clock", NULL), "app_code"), DIRECT_APP);
    assert_string_equal(text_of(control(shop, "PUT", "clock", body), "app_code"), DIRECT_APP);
    assert_string_equal(
        text_of(control(shop, "PUT", "clock?app_code=" AGENT_APP, body), "app_code"), AGENT_APP);
}

static void
a_clock_is_set_to_a_time(void **state)
{
    assert_clock(control(*state, "PUT", "clock", "{\"now\": \"2030-12-31 23:59:59\"}"),
                 "2030-12-31 23:59:59", true);
    assert_clock(control(*state, "GET", "clock", NULL), "2030-12-31 23:59:59", true);
}

static void
a_clock_set_far_away_goes_on_from_there(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer = control(shop, "PUT", "clock",
                                          "{\"frozen\": false, \"now\": \"2040-01-01 00:00:00\"}");

    assert_memory_equal(text_of(answer, "now"), "2040-01-01 00:0", 15);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(answer->json, "frozen")));
    answer = control(shop, "PUT", "clock", "{\"frozen\": true}");

    assert_memory_equal(text_of(answer, "now"), "2040-01-01 00:0", 15);
}

static void
a_clock_refuses_what_it_does_not_understand(void **state)
{
    static const char *const bodies[] = {
        "{}",
        "[]",
        "7",
        "null",
        "{\"now\": \"yesterday\"}",
        "{\"now\": 7}",
        "{\"now\": \"2026-02-30 00:00:00\"}",
        "{\"frozen\": \"yes\"}",
        "{\"frozen\": 1}",
        "{\"advance_seconds\": \"60\"}",
        "{\"advance_seconds\": 0.5}",
        "{\"advance_seconds\": 1e300}",
        "{\"advance_seconds\": -1e300}",
        "{\"advance_seconds\": null}",
        "{\"advance\": 60}",
    };
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        assert_control_refuses(control(shop, "PUT", "clock", bodies[i]), 400);
    assert_control_refuses(control(shop, "PUT", "clock", NULL), 400);
    assert_clock(control(shop, "GET", "clock", NULL), SHOP_NOW, true);
}

static void
a_clock_refused_in_one_member_changes_in_none(void **state)
{
    struct shop *shop = *state;

    assert_control_refuses(
        control(shop, "PUT", "clock", "{\"advance_seconds\": 60, \"frozen\": \"no\"}"), 400);

    assert_clock(control(shop, "GET", "clock", NULL), SHOP_NOW, true);
}

static void
a_clock_advanced_beyond_the_calendar_still_answers(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 200; i++)
        advance(shop, 2000000000);
    assert_accepted(pay(shop, NULL));
    for (int i = 0; i < 400; i++)
        advance(shop, -2000000000);

    assert_accepted(pay(shop, NULL));
    assert_respcd(ask(shop, NULL), "0000");
}

static void
each_merchant_has_a_clock_of_its_own(void **state)
{
    struct shop *shop = *state;

    control(shop, "PUT", "clock?app_code=" AGENT_APP, "{\"advance_seconds\": 60}");

    assert_clock(control(shop, "GET", "clock", NULL), SHOP_NOW, true);
    assert_clock(control(shop, "GET", "clock?app_code=" AGENT_APP, NULL), "2026-03-10 12:01:00",
                 true);
}

static void
reset_forgets_orders_journals_clocks_and_merchants(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "gone", NULL));
    advance(shop, 60);
    assert_int_equal(control(shop, "POST", "merchants", NULL)->reply.http_status, 201);

    assert_int_equal(control(shop, "POST", "reset", NULL)->reply.http_status, 204);

    assert_clock(control(shop, "GET", "clock", NULL), SHOP_NOW, true);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(
                         control(shop, "GET", "merchants", NULL)->json, "merchants")),
                     2);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(
                         control(shop, "GET", "requests", NULL)->json, "requests")),
                     0);
    assert_unknown(shop, "gone");
}

static void
reset_makes_a_number_free_again(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "again", NULL));
    control(shop, "POST", "reset", NULL);

    assert_accepted(pay(shop, "out_trade_no", "again", NULL));
}

static void
reset_of_one_merchant_leaves_the_others_alone(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "mine", NULL));
    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, "out_trade_no", "theirs", NULL));

    assert_int_equal(control(shop, "POST", "reset?app_code=" AGENT_APP, NULL)->reply.http_status,
                     204);

    assert_unknown(shop, "theirs");
    as_merchant(shop, DIRECT_APP, DIRECT_KEY);
    assert_int_equal(record_count(ask(shop, "out_trade_no", "mine", NULL)), 1);
}

/* A script whose variable is unset sends this. */
static void
reset_of_a_merchant_without_a_name_resets_nobody(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "mine", NULL));

    assert_control_refuses(control(shop, "POST", "reset?app_code=", NULL), 400);

    assert_int_equal(record_count(ask(shop, "out_trade_no", "mine", NULL)), 1);
}

static void
reset_of_one_merchant_keeps_its_credentials(void **state)
{
    struct shop *shop = *state;
    const struct answer *made = control(shop, "POST", "merchants", NULL);

    as_merchant(shop, text_of(made, "app_code"), text_of(made, "client_key"));
    assert_accepted(pay(shop, NULL));

    control(shop, "POST", format(shop, "reset?app_code=%s", shop->app_code), NULL);

    assert_accepted(pay(shop, NULL));
}

static const cJSON *
catalogued(const struct answer *catalogue, const char *respcd)
{
    const cJSON *code;

    cJSON_ArrayForEach(code, cJSON_GetObjectItem(catalogue->json, "codes"))
    {
        if (strcmp(text_in(code, "respcd"), respcd) == 0)
            return code;
    }
    return NULL;
}

static void
the_catalogue_has_every_code_of_the_api(void **state)
{
    const struct answer *answer = control(*state, "GET", "catalogue", NULL);

    assert_int_equal(answer->reply.http_status, 200);
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);

        if (code->stage != QFPAY_STAGE_OUTSIDE)
            assert_non_null(catalogued(answer, code->respcd));
    }
}

static void
the_catalogue_says_how_to_provoke_a_code(void **state)
{
    const cJSON *code = catalogued(control(*state, "GET", "catalogue", NULL), "1205");
    const cJSON *triggers = cJSON_GetObjectItem(code, "triggers");
    const cJSON *amounts = cJSON_GetObjectItem(triggers, "txamt");

    assert_string_equal(text_in(code, "outcome"), "failure");
    assert_string_equal(text_in(triggers, "header"), "respcd=1205");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(amounts, 0)), "991205");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(amounts, 1)), "981205");
}

static void
the_catalogue_offers_no_amounts_when_they_are_off(void **state)
{
    struct shop *shop = *state;
    const cJSON *triggers;

    shop_restart(shop, "--no-triggers", NULL);
    triggers = cJSON_GetObjectItem(catalogued(control(shop, "GET", "catalogue", NULL), "1205"),
                                   "triggers");

    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(triggers, "txamt")), 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(every_call_says_which_methods_it_allows),
        SHOP_TEST(an_unknown_call_is_404),
        SHOP_TEST(the_prefix_alone_lists_the_calls),
        SHOP_TEST(what_is_mistyped_is_answered_with_the_nearest),
        SHOP_TEST(what_is_like_nothing_is_answered_with_what_there_is),
        SHOP_TEST(every_call_refuses_a_parameter_that_it_does_not_know),
        SHOP_TEST(an_unknown_merchant_is_404),
        SHOP_TEST(a_query_that_is_no_form_is_400),
        SHOP_TEST(a_parameter_that_is_not_utf_8_is_400),
        SHOP_TEST(a_body_that_is_not_json_is_400),
        SHOP_TEST(a_body_of_ten_thousand_brackets_is_400),
        SHOP_TEST(a_body_that_is_too_large_is_413),
        SHOP_TEST(with_a_token_only_its_bearer_is_let_in),
        SHOP_TEST(the_token_is_asked_for_before_the_call_is_looked_for),
        SHOP_TEST(a_refusal_does_not_show_the_token),
        SHOP_TEST(the_api_needs_no_token),
        SHOP_TEST(health_says_ok_version_time_and_profile),
        SHOP_TEST(a_frozen_clock_stands_still),
        SHOP_TEST(a_clock_is_advanced_and_set_back_by_seconds),
        SHOP_TEST(a_clock_says_whose_it_is),
        SHOP_TEST(a_clock_is_set_to_a_time),
        SHOP_TEST(a_clock_set_far_away_goes_on_from_there),
        SHOP_TEST(a_clock_refuses_what_it_does_not_understand),
        SHOP_TEST(a_clock_refused_in_one_member_changes_in_none),
        SHOP_TEST(a_clock_advanced_beyond_the_calendar_still_answers),
        SHOP_TEST(each_merchant_has_a_clock_of_its_own),
        SHOP_TEST(reset_forgets_orders_journals_clocks_and_merchants),
        SHOP_TEST(reset_makes_a_number_free_again),
        SHOP_TEST(reset_of_one_merchant_leaves_the_others_alone),
        SHOP_TEST(reset_of_a_merchant_without_a_name_resets_nobody),
        SHOP_TEST(reset_of_one_merchant_keeps_its_credentials),
        SHOP_TEST(the_catalogue_has_every_code_of_the_api),
        SHOP_TEST(the_catalogue_says_how_to_provoke_a_code),
        SHOP_TEST(the_catalogue_offers_no_amounts_when_they_are_off),
    };

    return cmocka_run_group_tests_name("control", tests, NULL, NULL);
}
