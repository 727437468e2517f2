/* Reset and deletion of a large world: gone at once for everybody who asks, freed slice by slice in
 * turns of the event loop that nobody waits for, in memory and in the file, and wherever a stop or
 * a full disk comes in between. */
#include "shop.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "failing_vfs.h"

#define OTHER_APP "C1B2C3D4E5F60718293A4B5C6D7E8F90"
#define OTHER_KEY "2F1E2D3C4B5A69788796A5B4C3D2E1F0"

/* More than two slices; and what a slice may be at most. */
enum { ORDERS = 600, SLICE_MAX = 256 };

/* A shop beside a file, whose direct merchant has made ORDERS orders. */
struct desk {
    struct shop *shop;
    char folder[64];
    char path[96];
    const struct answer *order; /* one of them */
};

static void
restart(struct desk *desk)
{
    shop_restart(desk->shop, "--db", desk->path, NULL);
}

static int
desk_open(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    void *room = NULL;

    assert_non_null(desk);
    assert_int_equal(shop_open(&room), 0);
    desk->shop = room;
    snprintf(desk->folder, sizeof desk->folder, "/tmp/qfpay-removal-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->path, sizeof desk->path, "%s/db", desk->folder);
    restart(desk);
    control(desk->shop, "POST", "merchants",
            "{\"app_code\": \"" OTHER_APP "\", \"client_key\": \"" OTHER_KEY "\"}");
    for (int i = 0; i < ORDERS; i++)
        desk->order = pay(desk->shop, NULL);
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

/* Rows of the file, as another program sees them. */
static int
rows(const struct desk *desk, const char *table)
{
    char sql[64];
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int count;

    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    assert_int_equal(sqlite3_open_v2(desk->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* A turn in which nobody calls; whether more is left for the next one. */
static bool
take_turn(const struct desk *desk, bool *is_kept)
{
    struct server *server = &desk->shop->server;
    bool has_more;

    pthread_mutex_lock(&server->lock);
    has_more = store_tidy(server->store);
    *is_kept = store_commit(server->store);
    pthread_mutex_unlock(&server->lock);
    return has_more;
}

static int
turns_until_all_is_freed(const struct desk *desk)
{
    bool is_kept = true;
    int count = 1;

    while (take_turn(desk, &is_kept) && count < ORDERS)
        count++;
    return count;
}

static void
reset(const struct desk *desk)
{
    assert_int_equal(
        control(desk->shop, "POST", "reset?app_code=" DIRECT_APP, NULL)->reply.http_status, 204);
}

static void
assert_has_no_orders(const struct desk *desk)
{
    const char *syssn = text_of(desk->order, "syssn");

    assert_int_equal(record_count(ask(desk->shop, "syssn", syssn, NULL)), 0);
    assert_int_equal(
        cJSON_GetArraySize(cJSON_GetObjectItem(
            control(desk->shop, "GET", "transactions?app_code=" DIRECT_APP, NULL)->json,
            "transactions")),
        0);
}

static void
a_world_that_is_reset_is_empty_at_once(void **state)
{
    struct desk *desk = *state;
    const char *number = text_of(desk->order, "out_trade_no");

    reset(desk);
    assert_has_no_orders(desk);
    assert_string_equal(text_of(pay(desk->shop, "out_trade_no", number, NULL), "respcd"), "0000");
    assert_true(turns_until_all_is_freed(desk) > ORDERS / SLICE_MAX);
    assert_int_equal(record_count(ask(desk->shop, "out_trade_no", number, NULL)), 1);
    assert_int_equal(rows(desk, "trade"), 1);
}

static void
no_turn_deletes_more_than_a_slice(void **state)
{
    struct desk *desk = *state;
    bool has_more = true;
    bool is_kept = true;
    int before = ORDERS;

    reset(desk);
    while (has_more) {
        int after;

        has_more = take_turn(desk, &is_kept);
        after = rows(desk, "trade");
        assert_true(is_kept && before - after <= SLICE_MAX);
        before = after;
    }
    assert_int_equal(before, 0);
}

/* The built-in merchants have two accounts, the other one has one. */
static void
a_deleted_merchant_leaves_no_row(void **state)
{
    struct desk *desk = *state;
    int accounts = rows(desk, "account");

    as_merchant(desk->shop, OTHER_APP, OTHER_KEY);
    for (int i = 0; i < ORDERS; i++)
        pay(desk->shop, NULL);
    assert_int_equal(control(desk->shop, "DELETE", "merchants/" OTHER_APP, NULL)->reply.http_status,
                     204);
    assert_true(turns_until_all_is_freed(desk) > ORDERS / SLICE_MAX);
    assert_int_equal(rows(desk, "trade"), ORDERS);
    assert_int_equal(rows(desk, "account"), accounts - 1);
}

static void
a_stop_in_between_brings_nothing_back(void **state)
{
    struct desk *desk = *state;
    const char *number = text_of(desk->order, "out_trade_no");
    bool is_kept = true;

    reset(desk);
    assert_true(take_turn(desk, &is_kept));
    assert_true(rows(desk, "trade") > 0);
    restart(desk);
    assert_has_no_orders(desk);
    assert_int_equal(rows(desk, "trade"), 0);
    assert_string_equal(text_of(pay(desk->shop, "out_trade_no", number, NULL), "respcd"), "0000");
}

/* The memory is freed nevertheless, and nobody sees the rows until the next start deletes them. */
static void
a_slice_that_is_lost_is_left_to_the_next_start(void **state)
{
    struct desk *desk = *state;
    bool is_kept = true;

    reset(desk);
    failing_vfs_fail_at(1);
    assert_true(take_turn(desk, &is_kept));
    assert_false(is_kept);
    failing_vfs_fail_at(0);
    assert_true(turns_until_all_is_freed(desk) < ORDERS);
    assert_has_no_orders(desk);
    assert_int_equal(rows(desk, "trade"), ORDERS);
    restart(desk);
    assert_has_no_orders(desk);
    assert_int_equal(rows(desk, "trade"), 0);
}

static void
notifications_and_codes_go_with_their_world(void **state)
{
    static const char *const emptied[] = {"trade", "notification", "auth_code"};
    struct desk *desk = *state;

    for (int i = 0; i < SLICE_MAX; i++) {
        const char *code = format(desk->shop, "13%016d", i);

        pay(desk->shop, "pay_type", "800208", "auth_code", code, "notify_url",
            "http://127.0.0.1/notify", NULL);
    }
    assert_int_equal(rows(desk, "auth_code"), SLICE_MAX);
    assert_int_equal(rows(desk, "notification"), SLICE_MAX);
    reset(desk);
    assert_true(turns_until_all_is_freed(desk) > (ORDERS + 3 * SLICE_MAX) / SLICE_MAX);
    for (size_t i = 0; i < COUNT_OF(emptied); i++)
        assert_int_equal(rows(desk, emptied[i]), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_world_that_is_reset_is_empty_at_once),
        DESK_TEST(no_turn_deletes_more_than_a_slice),
        DESK_TEST(a_deleted_merchant_leaves_no_row),
        DESK_TEST(a_stop_in_between_brings_nothing_back),
        DESK_TEST(a_slice_that_is_lost_is_left_to_the_next_start),
        DESK_TEST(notifications_and_codes_go_with_their_world),
    };

    failing_vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
