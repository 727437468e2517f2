/* A database file that an older version wrote: its orders are there, and everything that came later
 * works on them. */
#include "shop.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAID_SYSSN "20260310000300020086358791"

/* Files live in a folder of the test's own. */
struct folder {
    char path[64];
    char db[96];
};

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 16384);
    size_t len;

    assert_non_null(file);
    assert_non_null(text);
    len = fread(text, 1, 16383, file);
    assert_in_range(len, 1, 16382);
    (void)fclose(file);
    return text;
}

static void
execute(sqlite3 *db, const char *path)
{
    char *sql = read_file(path);

    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    free(sql);
}

/* A file of this schema. */
static void
write_old_file(struct folder *folder, int schema)
{
    sqlite3 *db = NULL;

    snprintf(folder->path, sizeof folder->path, "/tmp/qfpay-upgrade-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->db, sizeof folder->db, "%s/old.db", folder->path);
    assert_int_equal(sqlite3_open(folder->db, &db), SQLITE_OK);
    execute(db, SCHEMA_1);
    if (schema >= 2)
        execute(db, UPGRADE_1);
    if (schema >= 3)
        execute(db, UPGRADE_2);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
remove_folder(const struct folder *folder)
{
    remove_database(folder->db);
    (void)rmdir(folder->path);
}

static void
orders_of_an_older_file_live_on(void **state)
{
    struct shop *shop = *state;
    struct folder folder = {.path = ""};

    write_old_file(&folder, 1);
    shop_restart(shop, "--db", folder.db, NULL);

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "paid-1,unpaid-1", NULL)),
                        "unpaid-1 paid-1");
    assert_respcd(call_api(shop, "refund", "syssn", PAID_SYSSN, "out_trade_no", "back-1", "txamt",
                           "300", NULL),
                  "0000");
    assert_respcd(call_api(shop, "close", "out_trade_no", "unpaid-1", "txamt", "300", NULL),
                  "0000");

    shop_restart(shop, NULL);
    remove_folder(&folder);
}

static void
a_file_that_was_brought_up_opens_again_and_gives_no_number_twice(void **state)
{
    struct shop *shop = *state;
    struct folder folder = {.path = ""};
    const char *closed;

    write_old_file(&folder, 1);
    shop_restart(shop, "--db", folder.db, NULL);
    closed = text_of(call_api(shop, "close", "out_trade_no", "unpaid-1", "txamt", "300", NULL),
                     "syssn");
    shop_restart(shop, "--db", folder.db, NULL);

    assert_string_equal(
        text_in(record_at(ask(shop, "out_trade_no", "unpaid-1", NULL), 0), "respcd"), "1142");
    assert_string_not_equal(text_of(pay(shop, NULL), "syssn"), closed);

    shop_restart(shop, NULL);
    remove_folder(&folder);
}

/* Its merchants have one key; from now on they may have two. */
static void
merchants_of_an_older_file_can_be_given_a_notify_key(void **state)
{
    struct shop *shop = *state;

    for (int schema = 1; schema <= 3; schema++) {
        struct folder folder = {.path = ""};

        write_old_file(&folder, schema);
        shop_restart(shop, "--db", folder.db, NULL);
        assert_string_equal(
            text_of(control(shop, "GET", "merchants/" DIRECT_APP, NULL), "notify_key"), "");
        assert_int_equal(control(shop, "PUT", "merchants/" DIRECT_APP,
                                 "{\"notify_key\": \"NotifyKeyOfThisShop\"}")
                             ->reply.http_status,
                         200);
        shop_restart(shop, "--db", folder.db, NULL);

        assert_string_equal(
            text_of(control(shop, "GET", "merchants/" DIRECT_APP, NULL), "notify_key"), "********");
        shop_restart(shop, NULL);
        remove_folder(&folder);
    }
}

/* What is found in memory needs none, and each would cost every payment. */
static void
an_older_file_loses_its_indexes(void **state)
{
    struct shop *shop = *state;
    struct folder folder = {.path = ""};
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    write_old_file(&folder, 3);
    shop_restart(shop, "--db", folder.db, NULL);
    shop_restart(shop, NULL);

    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT count(*) FROM sqlite_master WHERE type = 'index'"
                                        " AND sql IS NOT NULL",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    remove_folder(&folder);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(orders_of_an_older_file_live_on),
        SHOP_TEST(an_older_file_loses_its_indexes),
        SHOP_TEST(merchants_of_an_older_file_can_be_given_a_notify_key),
        SHOP_TEST(a_file_that_was_brought_up_opens_again_and_gives_no_number_twice),
    };

    return cmocka_run_group_tests_name("store_upgrade", tests, NULL, NULL);
}
