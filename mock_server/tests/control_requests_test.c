/* The journal as the control API shows it: what came in, what was decided and why, what went out;
 * and waiting for an entry. That a held call wakes is server_wait_test.c: it needs sockets. */
#include "shop.h"

#include <string.h>

static const cJSON *
entries(struct shop *shop, const char *query)
{
    const struct answer *answer = control(shop, "GET", format(shop, "requests%s", query), NULL);

    assert_int_equal(answer->reply.http_status, 200);
    return cJSON_GetObjectItem(answer->json, "requests");
}

static const cJSON *
newest(struct shop *shop)
{
    const cJSON *list = entries(shop, "?limit=1");

    assert_int_equal(cJSON_GetArraySize(list), 1);
    return cJSON_GetArrayItem(list, 0);
}

static int
number_in(const cJSON *entry, const char *key)
{
    const cJSON *number = cJSON_GetObjectItem(entry, key);

    assert_true(cJSON_IsNumber(number));
    return number->valueint;
}

/* Ids in their order: "1 2 3". */
static const char *
ids(struct shop *shop, const char *query)
{
    const char *text = "";
    const cJSON *entry;

    cJSON_ArrayForEach(entry, entries(shop, query))
    {
        text = format(shop, "%s%s%d", text, text[0] == '\0' ? "" : " ", number_in(entry, "id"));
    }
    return text;
}

static void
an_accepted_call_is_written_down(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    const struct answer *order = deliver(shop, &call);
    const cJSON *entry = newest(shop);

    assert_int_equal(number_in(entry, "id"), 1);
    assert_string_equal(text_in(entry, "at"), SHOP_NOW);
    assert_string_equal(text_in(entry, "method"), "POST");
    assert_string_equal(text_in(entry, "path"), "/trade/v1/payment");
    assert_string_equal(text_in(entry, "body"), call.body);
    assert_string_equal(text_in(entry, "app_code"), DIRECT_APP);
    assert_string_equal(text_in(entry, "verdict"), "accepted");
    assert_string_equal(text_in(entry, "respcd"), "0000");
    assert_string_equal(text_in(entry, "response"), order->reply.body);
    assert_int_equal(number_in(entry, "http_status"), 200);
    assert_true(number_in(entry, "took_us") >= 0);
}

/* What a client may call its requests, and what gets an id of ours instead. */
static void
a_request_has_the_id_that_it_brings_or_one_of_ours(void **state)
{
    static const char *const good[] = {"x", "0af7651916cd43dd8448eb211c80319c",
                                       "Root=1-67891233-abcdef:a/b+c@d_e.f"};
    static const char *const bad[] = {"", "a b", "<b>", "\"", "a\\", "x;y", "\xc3\xa4", "a\nb"};
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);
    char longest[130];
    const char *first;

    memset(longest, 'x', sizeof longest);
    longest[128] = '\0';
    for (size_t i = 0; i <= COUNT_OF(good); i++) {
        call.headers.request_id = i < COUNT_OF(good) ? good[i] : longest;
        deliver(shop, &call);
        assert_string_equal(text_in(newest(shop), "request_id"), call.headers.request_id);
    }
    longest[128] = 'x';
    longest[129] = '\0';
    for (size_t i = 0; i <= COUNT_OF(bad); i++) {
        call.headers.request_id = i < COUNT_OF(bad) ? bad[i] : longest;
        deliver(shop, &call);
        assert_string_not_equal(text_in(newest(shop), "request_id"), call.headers.request_id);
    }
    call.headers.request_id = NULL;
    deliver(shop, &call);
    first = text_in(newest(shop), "request_id");
    deliver(shop, &call);
    assert_memory_equal(text_in(newest(shop), "request_id"), first, 9);
    assert_string_not_equal(text_in(newest(shop), "request_id"), first);
}

static void
a_refused_call_is_written_down_with_its_reason(void **state)
{
    struct shop *shop = *state;
    const struct answer *refused = pay(shop, "expired_time", "4", NULL);
    const cJSON *entry = newest(shop);

    assert_string_equal(text_in(entry, "verdict"), "refused");
    assert_string_equal(text_in(entry, "requirement"), "PAY-EXP-02");
    assert_string_equal(text_in(entry, "evidence"), "seed");
    assert_string_equal(text_in(entry, "diagnosis"), refused->reply.diagnosis);
    assert_string_equal(text_in(entry, "respcd"), "1104");
}

static void
advice_and_triggers_are_written_down(void **state)
{
    struct shop *shop = *state;
    const cJSON *entry;

    assert_accepted(pay(shop, "txamt", "981201", NULL));
    entry = newest(shop);

    assert_non_null(strstr(text_in(entry, "advice"), "981201"));
    assert_non_null(strstr(text_in(entry, "trigger"), "981201"));
}

static void
calls_below_the_api_are_written_down_too(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.path = "/nowhere";
    deliver(shop, &call);

    assert_int_equal(number_in(newest(shop), "http_status"), 404);
}

static void
a_strangers_call_is_shown_in_the_direct_merchants_journal(void **state)
{
    struct shop *shop = *state;

    as_merchant(shop, "00000000000000000000000000000000", DIRECT_KEY);
    pay(shop, NULL);

    assert_string_equal(text_in(newest(shop), "app_code"), "00000000000000000000000000000000");
}

static void
control_calls_are_not_written_down(void **state)
{
    struct shop *shop = *state;

    control(shop, "GET", "health", NULL);

    assert_int_equal(cJSON_GetArraySize(entries(shop, "")), 0);
}

static void
each_merchant_has_a_journal_of_its_own(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, NULL));

    assert_int_equal(cJSON_GetArraySize(entries(shop, "")), 0);
    assert_int_equal(cJSON_GetArraySize(entries(shop, "?app_code=" AGENT_APP)), 1);
}

static void
bytes_that_are_not_utf_8_do_not_spoil_the_journal(void **state)
{
    struct shop *shop = *state;
    struct call call = a_payment(shop, NULL);

    call.body = "goods_name=\xff\xfe&txamt=\x01";
    deliver(shop, &call);

    assert_string_equal(text_in(newest(shop), "respcd"), "1108");
}

static void
the_client_key_never_stands_in_the_journal(void **state)
{
    static const char *const bodies[] = {"key=" DIRECT_KEY, DIRECT_KEY "=1",
                                         "a=" DIRECT_KEY DIRECT_KEY "&b=" DIRECT_KEY};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct call call = a_payment(shop, NULL);

        call.body = bodies[i];
        call.query = bodies[i];
        call.headers.content_type = DIRECT_KEY;
        deliver(shop, &call);
    }
    assert_accepted(pay(shop, "udid", DIRECT_KEY, NULL));

    assert_null(strstr(control(shop, "GET", "requests", NULL)->reply.body, DIRECT_KEY));
}

static void
an_app_code_and_a_key_in_each_others_place_are_not_shown(void **state)
{
    struct shop *shop = *state;

    as_merchant(shop, AGENT_KEY, AGENT_APP);

    assert_null(strstr(pay(shop, NULL)->reply.diagnosis, AGENT_KEY));
    assert_null(strstr(control(shop, "GET", "requests", NULL)->reply.body, AGENT_KEY));
}

static void
the_newest_entries_are_shown_oldest_first(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 5; i++)
        pay(shop, NULL);

    assert_string_equal(ids(shop, "?limit=2"), "4 5");
}

static void
since_shows_what_came_after(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 5; i++)
        pay(shop, NULL);

    assert_string_equal(ids(shop, "?since=3"), "4 5");
    assert_string_equal(ids(shop, "?since=0&limit=2"), "1 2");
    assert_string_equal(ids(shop, "?since=5"), "");
}

static void
a_full_journal_keeps_the_newest(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--journal", "3", NULL);
    for (int i = 0; i < 5; i++)
        pay(shop, NULL);

    assert_string_equal(ids(shop, ""), "3 4 5");
    assert_string_equal(ids(shop, "?since=0"), "3 4 5");
}

static void
a_journal_of_none_counts_and_keeps_nothing(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    shop_restart(shop, "--journal", "0", NULL);
    pay(shop, NULL);
    answer = control(shop, "GET", "requests", NULL);

    assert_int_equal(number_in(answer->json, "last"), 1);
    assert_string_equal(ids(shop, ""), "");
}

/* A call whose body has so many bytes; it is refused, and written down as a whole. */
static void
send_large(struct shop *shop, size_t size)
{
    struct call call = a_payment(shop, NULL);

    call.body = format(shop, "goods_name=%0*d", (int)size, 0);
    deliver(shop, &call);
}

static int
bytes_of_all(const struct shop *shop)
{
    return (int)shop->server.merchants.journals.bytes;
}

static int
dropped_by(const struct answer *answer, const char *bound)
{
    return number_in(cJSON_GetObjectItem(answer->json, "dropped"), bound);
}

static void
a_flood_of_large_requests_stays_within_the_bytes_and_says_what_it_dropped(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;
    const cJSON *list;

    shop_restart(shop, "--journal-bytes", "1M", NULL);
    for (int i = 0; i < 50; i++)
        send_large(shop, 60000);
    answer = control(shop, "GET", "requests", NULL);
    list = cJSON_GetObjectItem(answer->json, "requests");

    assert_in_range(number_in(answer->json, "bytes"), 900000, 1 << 20);
    assert_int_equal(bytes_of_all(shop), number_in(answer->json, "bytes"));
    assert_int_equal(number_in(cJSON_GetArrayItem(list, cJSON_GetArraySize(list) - 1), "id"), 50);
    assert_int_equal(dropped_by(answer, "entries"), 0);
    assert_int_equal(dropped_by(answer, "bytes"), 50 - cJSON_GetArraySize(list));
    assert_int_equal(dropped_by(answer, "total"), 0);
}

static void
the_journals_of_many_merchants_stay_within_the_whole(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    shop_restart(shop, "--journal-total", "192K", NULL);
    as_agent(shop, "ZaMVg00001");
    send_large(shop, 60000);
    as_merchant(shop, DIRECT_APP, DIRECT_KEY);
    for (int i = 0; i < 4; i++) {
        send_large(shop, 60000);
        assert_in_range(bytes_of_all(shop), 60000, 192 * 1024);
    }

    assert_string_equal(ids(shop, ""), "2 3 4");
    answer = control(shop, "GET", "requests?app_code=" AGENT_APP, NULL);
    assert_int_equal(number_in(answer->json, "last"), 1);
    assert_int_equal(number_in(answer->json, "bytes"), 0);
    assert_int_equal(dropped_by(answer, "total"), 1);
}

static void
a_request_that_is_larger_than_a_journal_is_shown_cut(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--journal-bytes", "64K", NULL);
    send_large(shop, 65500);

    assert_int_equal(number_in(newest(shop), "cut_bytes"),
                     65500 + (int)strlen("goods_name=") -
                         (int)strlen(text_in(newest(shop), "body")));
    assert_string_equal(text_in(newest(shop), "verdict"), "refused");
}

static void
nothing_is_left_of_journals_after_a_reset(void **state)
{
    static const char *const calls[] = {"reset", "reset?app_code=" DIRECT_APP};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        for (int n = 0; n < 40; n++)
            send_large(shop, 60000);
        assert_in_range(bytes_of_all(shop), 900000, 1 << 20);
        control(shop, "POST", calls[i], NULL);

        assert_int_equal(bytes_of_all(shop), 0);
        assert_int_equal(dropped_by(control(shop, "GET", "requests", NULL), "bytes"), 0);
    }
}

static void
deleting_forgets_entries_and_numbers_go_on(void **state)
{
    struct shop *shop = *state;

    pay(shop, NULL);
    assert_int_equal(control(shop, "DELETE", "requests", NULL)->reply.http_status, 204);
    assert_string_equal(ids(shop, ""), "");
    pay(shop, NULL);

    assert_string_equal(ids(shop, ""), "2");
}

static void
bad_numbers_are_refused(void **state)
{
    static const char *const queries[] = {
        "?limit=0",       "?limit=1001", "?limit=x",
        "?since=-1",      "?since=x",    "?wait_ms=-1",
        "?wait_ms=60001", "?wait_ms=1s", "?since=99999999999999999999"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(queries); i++)
        assert_control_refuses(control(shop, "GET", format(shop, "requests%s", queries[i]), NULL),
                               400);
}

static void
waiting_answers_at_once_when_there_is_something(void **state)
{
    struct shop *shop = *state;

    pay(shop, NULL);

    assert_string_equal(ids(shop, "?since=0&wait_ms=60000"), "1");
    assert_string_equal(ids(shop, "?wait_ms=60000"), "1");
}

static void
waiting_holds_the_call_while_there_is_nothing(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    pay(shop, NULL);
    answer = control(shop, "GET", "requests?since=1&wait_ms=60000", NULL);

    assert_int_equal(answer->reply.http_status, 0);
    assert_int_equal(answer->reply.wait_since, 1);
    assert_string_equal(answer->reply.wait_app_code, DIRECT_APP);
}

static void
waiting_for_entries_that_a_reset_took_away_answers_at_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    pay(shop, NULL);
    pay(shop, NULL);
    control(shop, "POST", "reset", NULL);
    answer = control(shop, "GET", "requests?since=2&wait_ms=60000", NULL);

    assert_int_equal(answer->reply.http_status, 200);
    assert_int_equal(number_in(answer->json, "last"), 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(an_accepted_call_is_written_down),
        SHOP_TEST(a_request_has_the_id_that_it_brings_or_one_of_ours),
        SHOP_TEST(a_refused_call_is_written_down_with_its_reason),
        SHOP_TEST(advice_and_triggers_are_written_down),
        SHOP_TEST(calls_below_the_api_are_written_down_too),
        SHOP_TEST(a_strangers_call_is_shown_in_the_direct_merchants_journal),
        SHOP_TEST(control_calls_are_not_written_down),
        SHOP_TEST(each_merchant_has_a_journal_of_its_own),
        SHOP_TEST(bytes_that_are_not_utf_8_do_not_spoil_the_journal),
        SHOP_TEST(the_client_key_never_stands_in_the_journal),
        SHOP_TEST(an_app_code_and_a_key_in_each_others_place_are_not_shown),
        SHOP_TEST(the_newest_entries_are_shown_oldest_first),
        SHOP_TEST(since_shows_what_came_after),
        SHOP_TEST(a_full_journal_keeps_the_newest),
        SHOP_TEST(a_journal_of_none_counts_and_keeps_nothing),
        SHOP_TEST(a_flood_of_large_requests_stays_within_the_bytes_and_says_what_it_dropped),
        SHOP_TEST(the_journals_of_many_merchants_stay_within_the_whole),
        SHOP_TEST(a_request_that_is_larger_than_a_journal_is_shown_cut),
        SHOP_TEST(nothing_is_left_of_journals_after_a_reset),
        SHOP_TEST(deleting_forgets_entries_and_numbers_go_on),
        SHOP_TEST(bad_numbers_are_refused),
        SHOP_TEST(waiting_answers_at_once_when_there_is_something),
        SHOP_TEST(waiting_holds_the_call_while_there_is_nothing),
        SHOP_TEST(waiting_for_entries_that_a_reset_took_away_answers_at_once),
    };

    return cmocka_run_group_tests_name("control_requests", tests, NULL, NULL);
}
