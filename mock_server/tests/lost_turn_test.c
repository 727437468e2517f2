/* A file that cannot be written: whatever call it hits, and at whichever of its writes, the turn is
 * lost as a whole. What was there before is there afterwards, in memory as in the file, and the
 * same call works once there is room again. */
#include "shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failing_vfs.h"
#include "http/dispatch.h"
#include "merchant/rate_limit.h"

#define OTHER_APP "C1B2C3D4E5F60718293A4B5C6D7E8F90"

/* The bound of a call's writes, far above what any needs. */
enum { WRITES_MAX = 400 };

/* A shop beside a file, with something of everything in it. */
struct desk {
    struct shop *shop;
    char folder[64];
    char path[96];
    const struct answer *unpaid;
    const struct answer *paid;
};

static int
desk_open(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    void *room = NULL;

    assert_non_null(desk);
    assert_int_equal(shop_open(&room), 0);
    desk->shop = room;
    snprintf(desk->folder, sizeof desk->folder, "/tmp/qfpay-lost-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->path, sizeof desk->path, "%s/db", desk->folder);
    shop_restart(desk->shop, "--db", desk->path, "--auto-pay", "600", NULL);
    control(desk->shop, "PUT", "merchants/" DIRECT_APP, "{\"notify_url\": \"http://127.0.0.1/n\"}");
    control(desk->shop, "POST", "merchants", "{\"app_code\": \"" OTHER_APP "\"}");
    control(desk->shop, "POST", "rules",
            "[{\"match\": {\"endpoint\": \"query\"}, \"respond\": [{\"pass\": true}]},"
            " {\"match\": {\"endpoint\": \"close\"}, \"respond\": [{\"pass\": true}]}]");
    desk->unpaid = pay(desk->shop, NULL);
    desk->paid = paid(desk->shop, NULL);
    *state = desk;
    return 0;
}

static int
desk_close(void **state)
{
    struct desk *desk = *state;
    void *room = desk->shop;

    failing_vfs_fail_at(0);
    shop_close(&room);
    remove_database(desk->path);
    (void)rmdir(desk->folder);
    free(desk);
    return 0;
}
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

/* What the control API says of a merchant, from a world that nobody has touched in between. */
static const char *
merchant_as_told(struct shop *shop, const char *app_code)
{
    static const char *const paths[] = {"clock", "rules", "transactions", "notifications"};
    const char *told = app_code;

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const char *path = format(shop, "%s?app_code=%s", paths[i], app_code);

        told = format(shop, "%s\n%s %s", told, paths[i],
                      control(shop, "GET", path, NULL)->reply.body);
    }
    return told;
}

/* The same of everything. */
static const char *
world_as_told(struct shop *shop)
{
    const struct answer *merchants = control(shop, "GET", "merchants", NULL);
    const char *told = "";
    const cJSON *merchant;

    cJSON_ArrayForEach(merchant, cJSON_GetObjectItem(merchants->json, "merchants"))
    {
        const char *app_code = text_in(merchant, "app_code");

        told = format(
            shop, "%s%s\n%s\n", told, merchant_as_told(shop, app_code),
            control(shop, "GET", format(shop, "merchants/%s", app_code), NULL)->reply.body);
    }
    return told;
}

/* Let a call fail at each of its writes in turn, until it gets through. */
static void
assert_lost_as_a_whole(struct desk *desk, const struct call *call, unsigned http_status)
{
    struct shop *shop = desk->shop;
    const char *before = world_as_told(shop);
    const char *after;
    bool is_kept = false;

    for (int at = 1; !is_kept && at < WRITES_MAX; at++) {
        const struct answer *answer;

        failing_vfs_fail_at(at);
        answer = deliver_or_lose(shop, call, &is_kept);
        assert_int_equal(is_kept, !failing_vfs_has_failed());
        failing_vfs_fail_at(0);
        if (is_kept)
            assert_int_equal(answer->reply.http_status, http_status);
        else
            assert_string_equal(world_as_told(shop), before);
    }
    assert_true(is_kept);
    after = world_as_told(shop);
    assert_string_not_equal(after, before);
    shop_restart(shop, "--db", desk->path, "--auto-pay", "600", NULL);
    assert_string_equal(world_as_told(shop), after);
}

static void
assert_control_lost_as_a_whole(struct desk *desk, const char *method, const char *path,
                               const char *body, unsigned http_status)
{
    struct call call = a_control_call(desk->shop, method, path, body);

    assert_lost_as_a_whole(desk, &call, http_status);
}

/* A control call in a turn that goes on. */
static void
hand_over_only(struct shop *shop, const char *method, const char *path)
{
    const struct call call = a_control_call(shop, method, path, NULL);
    struct request req = {.server = &shop->server,
                          .arena = &shop->arena,
                          .signer = shop->signer,
                          .method = call.method,
                          .path = call.path,
                          .query = call.query,
                          .body = ""};

    assert_in_range(dispatch(&req).http_status, 200, 299);
}

/* A call of the API with these parameters besides the usual ones. */
#define ASSERT_API_LOST_AS_A_WHOLE(desk, ...)                                                      \
    do {                                                                                           \
        struct call call = a_call((desk)->shop, __VA_ARGS__, NULL);                                \
                                                                                                   \
        assert_lost_as_a_whole(desk, &call, 200);                                                  \
    } while (0)

static void
a_payment_is_lost_as_a_whole(void **state)
{
    struct desk *desk = *state;
    struct call call = a_payment(desk->shop, "pay_type", "800208", "auth_code",
                                 "130000000000000001", NULL);

    /* Its code is used, its notification waits. */
    assert_lost_as_a_whole(desk, &call, 200);
}

static void
a_refund_is_lost_as_a_whole(void **state)
{
    struct desk *desk = *state;

    ASSERT_API_LOST_AS_A_WHOLE(desk, "refund", "syssn", text_of(desk->paid, "syssn"),
                               "out_trade_no", "back", "txamt", text_of(desk->paid, "txamt"));
}

static void
a_close_and_the_rule_that_it_meets_are_lost_together(void **state)
{
    struct desk *desk = *state;

    ASSERT_API_LOST_AS_A_WHOLE(desk, "close", "syssn", text_of(desk->unpaid, "syssn"), "txamt",
                               text_of(desk->unpaid, "txamt"));
}

static void
a_note_is_lost_as_a_whole(void **state)
{
    struct desk *desk = *state;

    ASSERT_API_LOST_AS_A_WHOLE(desk, "add_note", "code", DIRECT_APP, "out_trade_no", "", "syssn",
                               text_of(desk->paid, "syssn"), "note", "lost");
}

static void
what_the_payer_does_is_lost_as_a_whole(void **state)
{
    struct desk *desk = *state;

    assert_control_lost_as_a_whole(
        desk, "POST", format(desk->shop, "transactions/%s/payer", text_of(desk->unpaid, "syssn")),
        "{\"action\": \"pay\"}", 200);
}

static void
a_new_merchant_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(
        *state, "POST", "merchants",
        "{\"app_code\": \"D1B2C3D4E5F60718293A4B5C6D7E8F90\", \"mchids\": [\"one\", \"two\"]}",
        201);
}

static void
a_changed_merchant_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "PUT", "merchants/" AGENT_APP,
                                   "{\"mchids\": [\"new\"], \"notify_url\": \"\"}", 200);
}

static void
a_deleted_merchant_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "DELETE", "merchants/" OTHER_APP, NULL, 204);
}

static void
new_rules_are_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(
        *state, "POST", "rules",
        "[{\"respond\": [{\"pass\": true}]}, {\"respond\": [{\"respcd\": \"1205\"}]}]", 201);
}

static void
a_deleted_rule_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "DELETE", "rules/1", NULL, 204);
}

static void
deleted_rules_are_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "DELETE", "rules", NULL, 204);
}

static void
a_clock_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "PUT", "clock", "{\"now\": \"2030-01-01 00:00:00\"}",
                                   200);
}

static void
the_reset_of_a_merchant_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "POST", "reset?app_code=" DIRECT_APP, NULL, 204);
}

static void
the_reset_of_everything_is_lost_as_a_whole(void **state)
{
    assert_control_lost_as_a_whole(*state, "POST", "reset", NULL, 204);
}

static void
a_lost_reset_keeps_the_journal(void **state)
{
    struct desk *desk = *state;
    struct call reset = a_control_call(desk->shop, "POST", "reset?app_code=" DIRECT_APP, NULL);
    const struct answer *before = control(desk->shop, "GET", "requests", NULL);
    bool is_kept;

    failing_vfs_fail_at(1);
    deliver_or_lose(desk->shop, &reset, &is_kept);
    failing_vfs_fail_at(0);

    assert_false(is_kept);
    assert_string_equal(control(desk->shop, "GET", "requests", NULL)->reply.body,
                        before->reply.body);
}

static void
a_lost_reset_keeps_the_counted_calls(void **state)
{
    struct desk *desk = *state;
    struct merchant *merchant = registry_find(&desk->shop->server.merchants, DIRECT_APP);
    struct call reset = a_control_call(desk->shop, "POST", "reset?app_code=" DIRECT_APP, NULL);
    bool is_kept;

    assert_true(rate_limit_count(&merchant->accounts[0], 100));
    failing_vfs_fail_at(1);
    deliver_or_lose(desk->shop, &reset, &is_kept);
    failing_vfs_fail_at(0);
    assert_false(is_kept);
    assert_int_equal(rate_limit_calls(&merchant->accounts[0], 100, 100), 1);

    deliver_or_lose(desk->shop, &reset, &is_kept);
    assert_true(is_kept);
    assert_int_equal(rate_limit_calls(&merchant->accounts[0], 100, 100), 0);
}

/* Two calls of one turn: what the second one builds on is taken back with it. */
static void
a_turn_of_several_calls_is_taken_back_from_its_end(void **state)
{
    struct desk *desk = *state;
    struct shop *shop = desk->shop;
    const char *before = world_as_told(shop);

    failing_vfs_fail_at(1);
    pthread_mutex_lock(&shop->server.lock);
    hand_over_only(shop, "POST", "reset");
    hand_over_only(shop, "POST", "merchants");
    hand_over_only(shop, "POST", "reset?app_code=" DIRECT_APP);
    assert_false(store_commit(shop->server.store));
    pthread_mutex_unlock(&shop->server.lock);
    failing_vfs_fail_at(0);

    assert_string_equal(world_as_told(shop), before);
    assert_accepted(pay(shop, NULL));
}

/* Nobody calls a mock that is not ready, so the probe itself finds out that there is room again. */
static void
after_a_lost_turn_a_mock_is_ready_when_it_can_write_again(void **state)
{
    const struct call probe = {.method = "GET", .path = "/readyz"};
    struct desk *desk = *state;
    struct call payment = a_payment(desk->shop, NULL);
    bool is_kept;

    assert_int_equal(deliver(desk->shop, &probe)->reply.http_status, 200);
    failing_vfs_fail_at(1);
    (void)deliver_or_lose(desk->shop, &payment, &is_kept);
    assert_false(is_kept);
    for (int i = 0; i < 2; i++) {
        (void)deliver_or_lose(desk->shop, &probe, &is_kept);
        assert_false(is_kept); /* so its answer is a fault */
    }
    failing_vfs_fail_at(0);

    assert_int_equal(deliver_or_lose(desk->shop, &probe, &is_kept)->reply.http_status, 200);
    assert_true(is_kept);
    assert_int_equal(deliver(desk->shop, &probe)->reply.http_status, 200);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        DESK_TEST(a_payment_is_lost_as_a_whole),
        DESK_TEST(a_refund_is_lost_as_a_whole),
        DESK_TEST(a_close_and_the_rule_that_it_meets_are_lost_together),
        DESK_TEST(a_note_is_lost_as_a_whole),
        DESK_TEST(what_the_payer_does_is_lost_as_a_whole),
        DESK_TEST(a_new_merchant_is_lost_as_a_whole),
        DESK_TEST(a_changed_merchant_is_lost_as_a_whole),
        DESK_TEST(a_deleted_merchant_is_lost_as_a_whole),
        DESK_TEST(new_rules_are_lost_as_a_whole),
        DESK_TEST(a_deleted_rule_is_lost_as_a_whole),
        DESK_TEST(deleted_rules_are_lost_as_a_whole),
        DESK_TEST(a_clock_is_lost_as_a_whole),
        DESK_TEST(the_reset_of_a_merchant_is_lost_as_a_whole),
        DESK_TEST(the_reset_of_everything_is_lost_as_a_whole),
        DESK_TEST(a_lost_reset_keeps_the_journal),
        DESK_TEST(a_lost_reset_keeps_the_counted_calls),
        DESK_TEST(a_turn_of_several_calls_is_taken_back_from_its_end),
        DESK_TEST(after_a_lost_turn_a_mock_is_ready_when_it_can_write_again),
    };

    failing_vfs_install();
    return cmocka_run_group_tests_name("lost_turn", tests, NULL, NULL);
}
