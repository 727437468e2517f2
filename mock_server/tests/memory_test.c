/* Memory runs out at the first allocation, at the second, and so on, until a call gets through:
 * each time the answer is an honest one, nothing is lost that was there before, and nothing leaks
 * or is touched after it was freed, as AddressSanitizer sees. Linked with --wrap for malloc, calloc
 * and realloc of our own code; libraries keep theirs. */
#include "http/dispatch.h"
#include "shop.h"
#include "start/open.h"

#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t left; /* allocations until one fails; 0: none does */

static bool
fails_now(void)
{
    return left != 0 && --left == 0;
}

void *
__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

/* The bound of a call's allocations, far above what any needs. */
enum { ALLOCATIONS_MAX = 5000 };

/* Hand a call over with memory running out at each of its allocations in turn, in an arena of its
 * own. The status of the first answer that needed no more memory. */
static unsigned
survive(struct shop *shop, const struct call *call)
{
    for (size_t at = 1; at < ALLOCATIONS_MAX; at++) {
        struct arena arena;
        struct request req = {
            .server = &shop->server,
            .arena = &arena,
            .signer = shop->signer,
            .method = call->method ? call->method : "POST",
            .path = call->path,
            .query = call->query ? call->query : "",
            .body = call->body ? call->body : "",
            .body_len = call->body ? strlen(call->body) : 0,
            .headers = call->headers,
        };
        struct reply reply;
        bool has_failed;
        bool is_answer;

        arena_init(&arena, NULL, 0);
        left = at;
        reply = dispatch(&req);
        has_failed = left == 0;
        left = 0;
        is_answer = reply.http_status == 204 || (reply.body && reply.body_len > 0);
        arena_clear(&arena);
        assert_true(is_answer);
        assert_in_range(reply.http_status, 200, 500);
        if (!has_failed)
            return reply.http_status;
    }
    fail_msg("the call never got through");
    return 0;
}

static unsigned
survive_control(struct shop *shop, const char *method, const char *path, const char *body)
{
    const char *query = strchr(path, '?');
    const struct call call = {
        .method = method,
        .path = format(shop, "/__sandbox/%.*s", (int)strcspn(path, "?"), path),
        .query = query ? query + 1 : NULL,
        .body = body,
    };

    return survive(shop, &call);
}

static void
a_refused_payment_survives(void **state)
{
    struct call call = a_payment(*state, "txamt", "0", NULL);

    assert_int_equal(survive(*state, &call), 200);
}

static void
a_wrong_signature_survives(void **state)
{
    struct call call = a_payment(*state, "goods_name", "茶 & cake", NULL);

    call.headers.sign = "00000000000000000000000000000000";

    assert_int_equal(survive(*state, &call), 200);
}

static void
a_payment_survives_and_its_number_is_used_once_at_most(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(
        shop, "out_trade_no", "scarce", "extend_info",
        "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"\\\\u5c0f\"}", NULL);

    assert_int_equal(survive(shop, &call), 200);

    assert_int_equal(record_count(ask(shop, "out_trade_no", "scarce", NULL)), 1);
}

static void
a_query_survives_and_finds_everything_afterwards(void **state)
{
    struct shop *shop = *state;
    struct call calls[3];

    for (int i = 0; i < 12; i++)
        assert_accepted(pay(shop, "goods_name", "茶", NULL));
    calls[0] = a_query(shop, "page_size", "100", NULL);
    calls[1] = a_query(shop, "out_trade_no", "order-1,order-2", NULL);
    calls[2] = a_query(shop, "respcd", "1143", NULL);
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        assert_int_equal(survive(shop, &calls[i]), 200);

    assert_int_equal(record_count(ask(shop, "page_size", "100", NULL)), 12);
}

static void
the_payer_survives_and_acts_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    /* The failures may hit after the payment, so that the last one is refused. */
    survive_control(shop, "POST", format(shop, "transactions/%s/payer", text_of(order, "syssn")),
                    "{\"action\": \"pay\"}");

    assert_state(shop, order, "paid");
}

static void
reading_calls_survive(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, NULL));
    assert_int_equal(survive_control(shop, "GET", "health", NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "clock", NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "transactions?state=unpaid", NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "requests?limit=5", NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "merchants", NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "merchants/" AGENT_APP, NULL), 200);
    assert_int_equal(survive_control(shop, "GET", "nonsense", NULL), 404);
}

static void
a_clock_survives_and_shows_the_time_that_was_set(void **state)
{
    struct shop *shop = *state;

    assert_int_equal(survive_control(shop, "PUT", "clock", "{\"now\": \"2030-01-01 00:00:00\"}"),
                     200);

    assert_string_equal(text_of(control(shop, "GET", "clock", NULL), "now"), "2030-01-01 00:00:00");
}

static void
a_merchant_is_made_whole_or_not_at_all(void **state)
{
    struct shop *shop = *state;
    const cJSON *merchant;

    survive_control(shop, "POST", "merchants",
                    "{\"mchids\": [\"one\", \"two\"], \"features\": {\"currencies\": [\"HKD\"]}}");

    cJSON_ArrayForEach(
        merchant, cJSON_GetObjectItem(control(shop, "GET", "merchants", NULL)->json, "merchants"))
    {
        const cJSON *features = cJSON_GetObjectItem(merchant, "features");
        int mchids = cJSON_GetArraySize(cJSON_GetObjectItem(merchant, "mchids"));

        if (cJSON_IsTrue(cJSON_GetObjectItem(merchant, "builtin")))
            continue;
        assert_int_equal(mchids, 2);
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(features, "currencies")), 1);
    }
}

static void
a_merchant_survives_its_change(void **state)
{
    struct shop *shop = *state;
    const struct answer *agent;

    assert_int_equal(survive_control(shop, "PUT", "merchants/" AGENT_APP,
                                     "{\"mchids\": [\"new\"], \"features\": {\"pay_types\": "
                                     "[\"800201\"], \"currencies\": [\"HKD\", \"JPY\"]}}"),
                     200);
    agent = control(shop, "GET", "merchants/" AGENT_APP, NULL);

    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(agent->json, "mchids")), 4);
    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, NULL));
}

static void
the_server_opens_whole_or_says_why_not(void **state)
{
    struct shop *shop = *state;

    for (size_t at = 1; at < ALLOCATIONS_MAX; at++) {
        struct server server;
        char error[256] = "";
        bool is_open;
        bool has_failed;

        left = at;
        is_open = server_open(&server, &shop->settings, error, sizeof error);
        has_failed = left == 0;
        left = 0;
        if (is_open)
            server_close(&server);
        else
            assert_true(error[0] != '\0');
        if (!has_failed)
            return;
    }
    fail_msg("the server never opened");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_refused_payment_survives),
        SHOP_TEST(a_wrong_signature_survives),
        SHOP_TEST(a_payment_survives_and_its_number_is_used_once_at_most),
        SHOP_TEST(a_query_survives_and_finds_everything_afterwards),
        SHOP_TEST(the_payer_survives_and_acts_once),
        SHOP_TEST(reading_calls_survive),
        SHOP_TEST(a_clock_survives_and_shows_the_time_that_was_set),
        SHOP_TEST(a_merchant_is_made_whole_or_not_at_all),
        SHOP_TEST(a_merchant_survives_its_change),
        SHOP_TEST(the_server_opens_whole_or_says_why_not),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
