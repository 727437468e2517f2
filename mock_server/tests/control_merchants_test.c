/* Making, reading, changing and deleting merchants: each one is a world of its own. */
#include "shop.h"

#include <string.h>

#define NEW_APP "C1B2C3D4E5F60718293A4B5C6D7E8F90"
#define NEW_KEY "2F1E2D3C4B5A69788796A5B4C3D2E1F0"

/* Make a merchant and call as it from here on. */
static const struct answer *
hire(struct shop *shop, const char *body)
{
    const struct answer *made = control(shop, "POST", "merchants", body);

    assert_int_equal(made->reply.http_status, 201);
    as_merchant(shop, text_of(made, "app_code"), text_of(made, "client_key"));
    return made;
}

static const struct answer *
shown(struct shop *shop, const char *app_code)
{
    return control(shop, "GET", format(shop, "merchants/%s", app_code), NULL);
}

static int
list_size(const struct answer *merchant, const char *list)
{
    const cJSON *features = cJSON_GetObjectItem(merchant->json, "features");
    const cJSON *array = cJSON_GetObjectItem(features, list);

    return cJSON_GetArraySize(array ? array : cJSON_GetObjectItem(merchant->json, list));
}

static void
a_new_merchant_can_pay_at_once(void **state)
{
    struct shop *shop = *state;

    hire(shop, NULL);

    assert_accepted(pay(shop, NULL));
}

static void
a_new_merchant_has_credentials_like_real_ones(void **state)
{
    const struct answer *made = hire(*state, NULL);

    assert_int_equal(strspn(text_of(made, "app_code"), "0123456789ABCDEF"), 32);
    assert_int_equal(strspn(text_of(made, "client_key"), "0123456789ABCDEF"), 32);
}

static void
two_new_merchants_differ(void **state)
{
    struct shop *shop = *state;
    const struct answer *first = hire(shop, NULL);
    const struct answer *second = hire(shop, NULL);

    assert_string_not_equal(text_of(first, "app_code"), text_of(second, "app_code"));
    assert_string_not_equal(text_of(first, "client_key"), text_of(second, "client_key"));
}

static void
a_merchant_can_be_given_its_credentials(void **state)
{
    struct shop *shop = *state;

    hire(shop, "{\"app_code\": \"" NEW_APP "\", \"client_key\": \"" NEW_KEY "\"}");
    as_merchant(shop, NEW_APP, NEW_KEY);

    assert_accepted(pay(shop, NULL));
}

static void
an_app_code_exists_once(void **state)
{
    struct shop *shop = *state;

    assert_control_refuses(control(shop, "POST", "merchants", "{\"app_code\": \"" DIRECT_APP "\"}"),
                           409);
    assert_accepted(pay(shop, NULL));
}

static void
a_merchant_with_mchids_is_an_agent(void **state)
{
    struct shop *shop = *state;

    hire(shop, "{\"mchids\": [\"one\", {\"mchid\": \"two\", \"state\": \"disabled\"}]}");
    assert_refused(pay(shop, NULL), "1104", "PAY-MCHID-01");
    shop->mchid = "one";
    assert_accepted(pay(shop, NULL));
    shop->mchid = "two";

    assert_respcd(pay(shop, NULL), "1243");
}

static void
worlds_do_not_meet(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, "out_trade_no", "mine", NULL), "syssn");

    hire(shop, NULL);
    assert_unknown(shop, "mine");
    assert_int_equal(record_count(ask(shop, "syssn", syssn, NULL)), 0);
    advance(shop, 3600);
    assert_accepted(pay(shop, "out_trade_no", "mine", NULL));
    as_merchant(shop, DIRECT_APP, DIRECT_KEY);

    assert_string_equal(text_of(pay(shop, NULL), "sysdtm"), SHOP_NOW);
}

static void
the_key_is_told_once_and_then_hidden(void **state)
{
    struct shop *shop = *state;
    const char *key = text_of(hire(shop, NULL), "client_key");

    assert_null(strstr(shown(shop, shop->app_code)->reply.body, key));
    assert_null(strstr(control(shop, "GET", "merchants", NULL)->reply.body, key));
    assert_null(strstr(
        control(shop, "PUT", format(shop, "merchants/%s", shop->app_code), "{}")->reply.body, key));
}

static void
show_credentials_shows_keys(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--show-credentials", NULL);

    assert_string_equal(text_of(shown(shop, DIRECT_APP), "client_key"), DIRECT_KEY);
}

static void
the_list_has_all_merchants(void **state)
{
    struct shop *shop = *state;
    const char *app_code = text_of(hire(shop, NULL), "app_code");
    const struct answer *answer = control(shop, "GET", "merchants", NULL);

    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer->json, "merchants")), 3);
    assert_non_null(strstr(answer->reply.body, DIRECT_APP));
    assert_non_null(strstr(answer->reply.body, AGENT_APP));
    assert_non_null(strstr(answer->reply.body, app_code));
}

static void
the_builtin_agent_has_an_active_a_disabled_and_an_unconfigured_mchid(void **state)
{
    const struct answer *agent = shown(*state, AGENT_APP);
    const cJSON *mchids = cJSON_GetObjectItem(agent->json, "mchids");

    assert_string_equal(text_in(cJSON_GetArrayItem(mchids, 0), "state"), "active");
    assert_string_equal(text_in(cJSON_GetArrayItem(mchids, 1), "state"), "disabled");
    assert_string_equal(text_in(cJSON_GetArrayItem(mchids, 2), "state"), "unconfigured");
}

static void
features_can_be_changed(void **state)
{
    struct shop *shop = *state;

    assert_int_equal(
        control(shop, "PUT", "merchants/" DIRECT_APP, "{\"features\": {\"pay_types\": []}}")
            ->reply.http_status,
        200);

    assert_refused(pay(shop, NULL), "1242", "PAY-TYPE-02");
}

static void
what_a_change_does_not_name_stays(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    control(shop, "PUT", "merchants/" DIRECT_APP,
            "{\"notify_url\": \"https://a.example/n\", "
            "\"features\": {\"pay_types\": [\"800208\"]}}");
    answer = control(shop, "PUT", "merchants/" DIRECT_APP,
                     "{\"features\": {\"real_name\": false}}");

    assert_string_equal(text_of(answer, "notify_url"), "https://a.example/n");
    assert_int_equal(list_size(answer, "pay_types"), 1);
}

static void
a_change_leaves_journal_rules_and_counted_calls_alone(void **state)
{
    static const char *const bodies[] = {"{\"features\": {\"real_name\": false}}", "7"};
    struct shop *shop = *state;

    shop_restart(shop, "--rate-limit", NULL);
    assert_int_equal(control(shop, "POST", "rules",
                             "{\"match\": {\"endpoint\": \"payment\"}, \"respond\": "
                             "[{\"respcd\": \"1205\"}]}")
                         ->reply.http_status,
                     201);
    assert_respcd(pay(shop, NULL), "1205");
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        control(shop, "PUT", "merchants/" DIRECT_APP, bodies[i]);
    for (int i = 1; i < 100; i++)
        assert_respcd(pay(shop, NULL), "1205");

    assert_int_equal(pay(shop, NULL)->reply.http_status, 429);
    assert_int_equal(
        cJSON_GetObjectItem(control(shop, "GET", "requests", NULL)->json, "last")->valueint, 101);
}

static void
a_mchid_can_change_its_state(void **state)
{
    struct shop *shop = *state;

    control(shop, "PUT", "merchants/" AGENT_APP,
            "{\"mchids\": [{\"mchid\": \"ZaMVg00001\", \"state\": \"disabled\"}]}");
    as_agent(shop, "ZaMVg00001");

    assert_respcd(pay(shop, NULL), "1243");
}

/* Everything that a merchant cannot be. */
static const char *const bad_merchants[] = {
    "[]",
    "7",
    "null",
    "\"merchant\"",
    "{\"name\": \"x\"}",
    "{\"mchids\": \"one\"}",
    "{\"mchids\": [7]}",
    "{\"mchids\": [\"\"]}",
    "{\"mchids\": [\"12345678901234567\"]}",
    "{\"mchids\": [\"with space\"]}",
    "{\"mchids\": [{\"mchid\": \"one\", \"state\": \"asleep\"}]}",
    "{\"mchids\": [{\"mchid\": \"one\", \"state\": 7}]}",
    "{\"mchids\": [{}]}",
    "{\"notify_url\": 7}",
    "{\"notify_url\": \"127.0.0.1:8081\"}",
    "{\"notify_url\": \"htp://x\"}",
    "{\"notify_url\": \"https://shop.example:8081/n\"}",
    "{\"notify_key\": 7}",
    "{\"notify_key\": null}",
    "{\"notify_key\": \"short\"}",
    "{\"notify_key\": \"with space here\"}",
    "{\"features\": []}",
    "{\"features\": {\"pay_types\": \"800201\"}}",
    "{\"features\": {\"pay_types\": [\"000000\"]}}",
    "{\"features\": {\"pay_types\": [\"802901\"]}}",
    "{\"features\": {\"pay_types\": [800201]}}",
    "{\"features\": {\"currencies\": \"HKD\"}}",
    "{\"features\": {\"currencies\": [\"XXX\"]}}",
    "{\"features\": {\"currencies\": [null]}}",
    "{\"features\": {\"real_name\": \"yes\"}}",
    "{\"features\": {\"nonsense\": true}}",
};

static void
a_bad_merchant_is_not_made(void **state)
{
    struct shop *shop = *state;
    const struct answer *list;

    for (size_t i = 0; i < COUNT_OF(bad_merchants); i++)
        assert_control_refuses(control(shop, "POST", "merchants", bad_merchants[i]), 400);

    list = control(shop, "GET", "merchants", NULL);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(list->json, "merchants")), 2);
}

static void
bad_credentials_are_refused(void **state)
{
    static const char *const bodies[] = {
        "{\"app_code\": \"short\"}",
        "{\"app_code\": 7}",
        "{\"app_code\": \"C1B2C3D4E5F60718293A4B5C6D7E8F901\"}",
        "{\"app_code\": \"C1B2C3D4E5F60718293A4B5C6D7E8F9?\"}",
        "{\"client_key\": \"short\"}",
        "{\"client_key\": null}",
        "{\"client_key\": \"with space here\"}",
    };

    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        assert_control_refuses(control(*state, "POST", "merchants", bodies[i]), 400);
}

static void
credentials_cannot_be_changed(void **state)
{
    struct shop *shop = *state;

    assert_control_refuses(
        control(shop, "PUT", "merchants/" DIRECT_APP, "{\"client_key\": \"" NEW_KEY "\"}"), 400);
    assert_control_refuses(
        control(shop, "PUT", "merchants/" DIRECT_APP, "{\"app_code\": \"" NEW_APP "\"}"), 400);
    assert_accepted(pay(shop, NULL));
}

static void
a_refused_change_changes_nothing(void **state)
{
    struct shop *shop = *state;
    const char *before = shown(shop, AGENT_APP)->reply.body;

    for (size_t i = 0; i < COUNT_OF(bad_merchants); i++)
        assert_control_refuses(control(shop, "PUT", "merchants/" AGENT_APP, bad_merchants[i]), 400);
    assert_control_refuses(control(shop, "PUT", "merchants/" AGENT_APP,
                                   "{\"mchids\": [\"new\", \"not good\"], \"notify_url\": \"x\"}"),
                           400);
    assert_control_refuses(control(shop, "PUT", "merchants/" AGENT_APP,
                                   "{\"features\": {\"real_name\": false, \"currencies\": "
                                   "[\"HKD\", \"XXX\"]}}"),
                           400);
    assert_control_refuses(control(shop, "PUT", "merchants/" AGENT_APP, NULL), 400);

    assert_string_equal(shown(shop, AGENT_APP)->reply.body, before);
}

/* Told to who makes the merchant, as the client key is, and to nobody afterwards. */
static void
a_notify_key_is_told_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *made = control(shop, "POST", "merchants",
                                        "{\"notify_key\": \"" NEW_KEY "\"}");
    const struct answer *later = shown(shop, text_of(made, "app_code"));

    assert_string_equal(text_of(made, "notify_key"), NEW_KEY);
    assert_string_equal(text_of(later, "notify_key"), "********");
    assert_null(strstr(control(shop, "GET", "merchants", NULL)->reply.body, NEW_KEY));
}

static void
a_notify_key_can_be_changed_and_taken_away(void **state)
{
    struct shop *shop = *state;

    assert_string_equal(text_of(shown(shop, DIRECT_APP), "notify_key"), "");
    assert_string_equal(
        text_of(control(shop, "PUT", "merchants/" DIRECT_APP, "{\"notify_key\": \"" NEW_KEY "\"}"),
                "notify_key"),
        "********");
    assert_string_equal(
        text_of(control(shop, "PUT", "merchants/" DIRECT_APP, "{\"notify_key\": \"\"}"),
                "notify_key"),
        "");
}

static void
a_notify_key_in_a_parameter_is_masked_everywhere(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    control(shop, "PUT", "merchants/" DIRECT_APP, "{\"notify_key\": \"" NEW_KEY "\"}");
    answer = pay(shop, "txamt", NEW_KEY, NULL);

    assert_int_equal(answer->reply.http_status, 200);
    assert_null(strstr(answer->reply.diagnosis, NEW_KEY));
    assert_null(strstr(control(shop, "GET", "requests", NULL)->reply.body, NEW_KEY));
}

static void
a_notify_url_has_at_most_256_bytes(void **state)
{
    struct shop *shop = *state;
    char url[258];

    memset(url, 'a', sizeof url - 1);
    memcpy(url, "https://a/", strlen("https://a/"));
    url[257] = '\0';
    assert_control_refuses(control(shop, "PUT", "merchants/" DIRECT_APP,
                                   format(shop, "{\"notify_url\": \"%s\"}", url)),
                           400);
    url[256] = '\0';

    assert_int_equal(
        control(shop, "PUT", "merchants/" DIRECT_APP, format(shop, "{\"notify_url\": \"%s\"}", url))
            ->reply.http_status,
        200);
}

/* A notify_url, and what the error says of it; NULL: none. */
static const char *const notify_urls[][2] = {
    {"127.0.0.1:8081", "notify_url: The URL is not http://HOST"},
    {"htp://x", "notify_url: The URL is not http://HOST"},
    {"https://shop.example:8081/n", "the ports 80 and 443 only"},
    {"http://127.0.0.1:8081", NULL},
    {"http://localhost:8081/n?a=1", NULL},
    {"http://[::1]:8081/n", NULL},
    {"HTTPS://shop.example", NULL},
    {"", NULL},
};

static void
a_notify_url_is_one_that_something_can_be_sent_to(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(notify_urls); i++) {
        const struct answer *answer = control(
            shop, "PUT", "merchants/" DIRECT_APP,
            format(shop, "{\"notify_url\": \"%s\"}", notify_urls[i][0]));

        if (!notify_urls[i][1]) {
            assert_int_equal(answer->reply.http_status, 200);
            continue;
        }
        assert_control_refuses(answer, 400);
        if (!strstr(text_of(answer, "error"), notify_urls[i][1]))
            fail_msg("\"%s\" is not in: %s", notify_urls[i][1], answer->reply.body);
    }
}

static void
an_agent_has_a_bounded_number_of_mchids(void **state)
{
    struct shop *shop = *state;
    const char *list = "\"m0\"";

    for (int i = 1; i <= MERCHANT_LIST_MAX; i++)
        list = format(shop, "%s, \"m%d\"", list, i);

    assert_control_refuses(
        control(shop, "POST", "merchants", format(shop, "{\"mchids\": [%s]}", list)), 400);
}

static void
a_merchant_without_mchids_cannot_be_given_one_later(void **state)
{
    struct shop *shop = *state;

    assert_control_refuses(control(shop, "PUT", "merchants/" DIRECT_APP, "{\"mchids\": [\"one\"]}"),
                           400);
    assert_accepted(pay(shop, NULL));
}

static void
a_deleted_merchant_is_unknown(void **state)
{
    struct shop *shop = *state;

    hire(shop, NULL);
    assert_accepted(pay(shop, NULL));

    assert_int_equal(control(shop, "DELETE", format(shop, "merchants/%s", shop->app_code), NULL)
                         ->reply.http_status,
                     204);

    assert_refused(pay(shop, NULL), "1108", "HDR-07");
    assert_control_refuses(shown(shop, shop->app_code), 404);
}

static void
a_merchant_made_again_has_none_of_its_old_orders(void **state)
{
    static const char body[] = "{\"app_code\": \"" NEW_APP "\", \"client_key\": \"" NEW_KEY "\"}";
    struct shop *shop = *state;

    hire(shop, body);
    assert_accepted(pay(shop, "out_trade_no", "old", NULL));
    control(shop, "DELETE", "merchants/" NEW_APP, NULL);
    hire(shop, body);

    assert_unknown(shop, "old");
    assert_accepted(pay(shop, "out_trade_no", "old", NULL));
}

static void
the_merchant_that_calls_mean_by_default_cannot_be_deleted(void **state)
{
    struct shop *shop = *state;

    assert_control_refuses(control(shop, "DELETE", "merchants/" DIRECT_APP, NULL), 409);
    assert_accepted(pay(shop, NULL));
}

static void
changing_or_deleting_an_unknown_merchant_is_404(void **state)
{
    assert_control_refuses(control(*state, "PUT", "merchants/" NEW_APP, "{}"), 404);
    assert_control_refuses(control(*state, "DELETE", "merchants/" NEW_APP, NULL), 404);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_new_merchant_can_pay_at_once),
        SHOP_TEST(a_new_merchant_has_credentials_like_real_ones),
        SHOP_TEST(two_new_merchants_differ),
        SHOP_TEST(a_merchant_can_be_given_its_credentials),
        SHOP_TEST(an_app_code_exists_once),
        SHOP_TEST(a_merchant_with_mchids_is_an_agent),
        SHOP_TEST(worlds_do_not_meet),
        SHOP_TEST(the_key_is_told_once_and_then_hidden),
        SHOP_TEST(show_credentials_shows_keys),
        SHOP_TEST(the_list_has_all_merchants),
        SHOP_TEST(the_builtin_agent_has_an_active_a_disabled_and_an_unconfigured_mchid),
        SHOP_TEST(features_can_be_changed),
        SHOP_TEST(what_a_change_does_not_name_stays),
        SHOP_TEST(a_change_leaves_journal_rules_and_counted_calls_alone),
        SHOP_TEST(a_mchid_can_change_its_state),
        SHOP_TEST(a_bad_merchant_is_not_made),
        SHOP_TEST(bad_credentials_are_refused),
        SHOP_TEST(credentials_cannot_be_changed),
        SHOP_TEST(a_refused_change_changes_nothing),
        SHOP_TEST(a_notify_key_is_told_once),
        SHOP_TEST(a_notify_key_can_be_changed_and_taken_away),
        SHOP_TEST(a_notify_key_in_a_parameter_is_masked_everywhere),
        SHOP_TEST(a_notify_url_has_at_most_256_bytes),
        SHOP_TEST(a_notify_url_is_one_that_something_can_be_sent_to),
        SHOP_TEST(an_agent_has_a_bounded_number_of_mchids),
        SHOP_TEST(a_merchant_without_mchids_cannot_be_given_one_later),
        SHOP_TEST(a_deleted_merchant_is_unknown),
        SHOP_TEST(a_merchant_made_again_has_none_of_its_old_orders),
        SHOP_TEST(the_merchant_that_calls_mean_by_default_cannot_be_deleted),
        SHOP_TEST(changing_or_deleting_an_unknown_merchant_is_404),
    };

    return cmocka_run_group_tests_name("control_merchants", tests, NULL, NULL);
}
