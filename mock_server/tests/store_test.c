/* What the store promises about files: they open again, nobody else writes them, newer ones are
 * left alone, and a full disk loses nothing that was said to be kept. */
#include "shop.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/notification.h"
#include "trade/syssn.h"

/* A folder with a database's place in it. */
struct shelf {
    char folder[64];
    char path[128];
    char error[256];
};

static int
shelf_open(void **state)
{
    const char *temporary = getenv("TMPDIR");
    struct shelf *shelf = calloc(1, sizeof *shelf);

    assert_non_null(shelf);
    *state = shelf;
    snprintf(shelf->folder, sizeof shelf->folder, "%.40s/qfpay-store-XXXXXX",
             temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(shelf->folder));
    snprintf(shelf->path, sizeof shelf->path, "%s/db", shelf->folder);
    return 0;
}

static int
shelf_close(void **state)
{
    struct shelf *shelf = *state;

    remove_database(shelf->path);
    rmdir(shelf->folder);
    free(shelf);
    return 0;
}
#define SHELF_TEST(name) cmocka_unit_test_setup_teardown(name, shelf_open, shelf_close)

static struct store *
opened(struct shelf *shelf)
{
    struct store *store = store_open(shelf->path, STORE_SYNC_OFF, shelf->error,
                                     sizeof shelf->error);

    if (!store)
        fail_msg("the store does not open: %s", shelf->error);
    return store;
}

/* It does not open, and says why with this word. */
static void
assert_refused_to_open(struct shelf *shelf, const char *word)
{
    assert_null(store_open(shelf->path, STORE_SYNC_OFF, shelf->error, sizeof shelf->error));
    if (!strstr(shelf->error, word))
        fail_msg("\"%s\" is not in: %s", word, shelf->error);
}

/* A trade with this number, of account 1. */
static struct trade
a_trade(struct store *store, const char *number)
{
    return (struct trade){.id = store_next_id(store),
                          .account = 1,
                          .state = TRADE_UNPAID,
                          .txamt_minor = 99999999999,
                          .sysdtm = 1773115200,
                          .expires = 1773117000,
                          .out_trade_no = number,
                          .pay_type = "800201",
                          .txcurrcd = "HKD",
                          .txdtm = SHOP_NOW,
                          .goods_name = "茶",
                          .udid = "",
                          .user_creid = "",
                          .user_truename = "",
                          .notify_url = "",
                          .note = "",
                          .origssn = "",
                          .chnlsn = ""};
}

static enum store_result
insert(struct store *store, const char *number)
{
    struct trade trade = a_trade(store, number);

    return store_insert_trade(store, &trade);
}

static bool
find(const struct store *store, const char *number, struct trade *trade)
{
    return store_trade_by_number(store, 1, number, strlen(number), trade);
}

/* Run SQL on the file behind the store's back. */
static void
tamper(struct shelf *shelf, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(shelf->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* The same on a new file. */
static void
tamper_anew(struct shelf *shelf, const char *sql)
{
    unlink(shelf->path);
    tamper(shelf, sql);
}

static void
a_trade_comes_back_as_it_was(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);
    struct trade trade;

    assert_int_equal(insert(store, "kept"), STORE_OK);
    assert_true(store_commit(store));
    store_close(store);
    store = opened(shelf);

    assert_true(find(store, "kept", &trade));
    assert_int_equal(trade.id, SYSSN_FIRST_ID);
    assert_true(trade.txamt_minor == 99999999999);
    assert_string_equal(trade.goods_name, "茶");
    assert_int_equal(trade.state, TRADE_UNPAID);
    store_close(store);
}

static void
numbers_go_on_after_a_restart(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);

    assert_int_equal(insert(store, "first"), STORE_OK);
    store_close(store);
    store = opened(shelf);

    assert_int_equal(store_next_id(store), SYSSN_FIRST_ID + 1);
    store_close(store);
}

static void
the_sequence_starts_again_after_ten_digits(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);

    assert_int_equal(insert(store, "last"), STORE_OK);
    store_close(store);
    tamper(shelf, "UPDATE trade SET id = 9999999999");
    store = opened(shelf);

    assert_int_equal(store_next_id(store), 1);
    store_close(store);
}

static void
a_second_trade_of_one_number_is_a_duplicate(void **state)
{
    struct store *store = opened(*state);

    assert_int_equal(insert(store, "twice"), STORE_OK);
    assert_int_equal(insert(store, "twice"), STORE_DUPLICATE);
    store_close(store);
}

static void
a_trade_that_is_not_there_is_absent(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);
    struct trade trade;

    assert_false(find(store, "none", &trade));
    assert_false(store_trade_by_id(store, 1, &trade));
    store_close(store);
}

static void
a_file_is_dirty_until_it_is_committed(void **state)
{
    struct store *store = opened(*state);

    assert_false(store_is_dirty(store));
    assert_int_equal(insert(store, "one"), STORE_OK);
    assert_true(store_is_dirty(store));
    assert_true(store_commit(store));
    assert_false(store_is_dirty(store));
    store_close(store);
}

static void
memory_is_never_dirty(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = store_open(NULL, STORE_SYNC_OFF, shelf->error, sizeof shelf->error);

    assert_non_null(store);
    assert_int_equal(insert(store, "one"), STORE_OK);
    assert_false(store_is_dirty(store));
    store_close(store);
}

static void
a_file_is_served_by_one_store_at_a_time(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);

    assert_refused_to_open(shelf, "another process");
    store_close(store);

    store_close(opened(shelf));
}

static void
a_file_of_a_newer_version_is_left_alone(void **state)
{
    struct shelf *shelf = *state;

    store_close(opened(shelf));
    tamper(shelf, "PRAGMA user_version = 9999");

    assert_refused_to_open(shelf, "newer version");
}

static void
a_file_that_is_no_database_is_left_alone(void **state)
{
    static const char text[] = "Dear diary, this is not a database, and may it never be one.";
    struct shelf *shelf = *state;
    FILE *file = fopen(shelf->path, "w");
    char read_back[128] = "";

    assert_non_null(file);
    for (int i = 0; i < 100; i++)
        fputs(text, file);
    fclose(file);

    assert_refused_to_open(shelf, "not a database");
    file = fopen(shelf->path, "r");
    assert_non_null(file);
    assert_int_equal(fread(read_back, 1, strlen(text), file), strlen(text));
    fclose(file);
    assert_string_equal(read_back, text);
}

/* The bytes of the file, to see that they stay. */
static uint64_t
sum_of(const char *path)
{
    FILE *file = fopen(path, "r");
    uint64_t sum = 0;
    int c;

    assert_non_null(file);
    while ((c = fgetc(file)) != EOF)
        sum = sum * 31 + (unsigned)c;
    fclose(file);
    return sum;
}

static void
another_programs_file_is_left_alone(void **state)
{
    static const char *const theirs[] = {
        "PRAGMA application_id = 42; CREATE TABLE note (text); PRAGMA user_version = 4;",
        "CREATE TABLE note (text); PRAGMA user_version = 3;",
        "CREATE TABLE trade (id); CREATE TABLE merchant (id);",
        "PRAGMA journal_mode = WAL; CREATE TABLE note (text); PRAGMA user_version = 77;",
    };
    struct shelf *shelf = *state;

    for (size_t i = 0; i < COUNT_OF(theirs); i++) {
        uint64_t before;

        tamper_anew(shelf, theirs[i]);
        before = sum_of(shelf->path);

        assert_refused_to_open(shelf, "another program");
        assert_true(sum_of(shelf->path) == before);
    }
}

static void
what_is_no_regular_file_is_left_alone(void **state)
{
    struct shelf *shelf = *state;

    snprintf(shelf->path, sizeof shelf->path, "/dev/null");
    assert_refused_to_open(shelf, "no regular file");
    snprintf(shelf->path, sizeof shelf->path, "%s", shelf->folder);
    assert_refused_to_open(shelf, "no regular file");
}

static void
a_file_is_served_once_by_whatever_name(void **state)
{
    struct shelf *shelf = *state;
    char path[128];
    struct store *store = opened(shelf);

    memcpy(path, shelf->path, sizeof path);
    snprintf(shelf->path, sizeof shelf->path, "%s/link", shelf->folder);
    assert_int_equal(link(path, shelf->path), 0);
    assert_refused_to_open(shelf, "another process");
    unlink(shelf->path);
    assert_int_equal(symlink(path, shelf->path), 0);
    assert_refused_to_open(shelf, "another process");
    store_close(store);

    store_close(opened(shelf));
    unlink(shelf->path);
    memcpy(shelf->path, path, sizeof path);
}

static void
a_new_file_is_its_owners_only(void **state)
{
    struct shelf *shelf = *state;
    struct stat status;

    store_close(opened(shelf));

    assert_int_equal(stat(shelf->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void
a_folder_that_is_not_there_is_named(void **state)
{
    struct shelf *shelf = *state;

    snprintf(shelf->path, sizeof shelf->path, "%s/none/db", shelf->folder);

    assert_refused_to_open(shelf, "No such file");
}

static void
a_state_that_does_not_exist_is_refused(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);

    assert_int_equal(insert(store, "odd"), STORE_OK);
    store_close(store);
    tamper(shelf, "UPDATE trade SET state = 77");

    assert_refused_to_open(shelf, "cannot be read");
}

/* No file of this process may grow beyond so many bytes; 0 lifts the limit. */
static void
limit_files(size_t size)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size == 0 ? limit.rlim_max : size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_full_disk_fails_the_commit_and_says_so(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);
    struct trade trade;
    char number[16];
    bool is_kept = true;
    int kept = 0;

    limit_files((size_t)256 * 1024);
    while (is_kept && kept < 5000) {
        snprintf(number, sizeof number, "n%d", kept);
        is_kept = insert(store, number) == STORE_OK && store_commit(store);
        kept += is_kept;
    }
    limit_files(0);

    assert_false(is_kept);
    assert_null(strstr(store_error(store), "rollback"));
    assert_int_equal(store_lost_turn(store), store_turn(store));
    assert_false(find(store, number, &trade));
    snprintf(number, sizeof number, "n%d", kept - 1);
    assert_true(find(store, number, &trade));
    store_close(store);
}

static void
when_there_is_room_again_the_store_goes_on(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);
    struct trade trade;

    assert_int_equal(insert(store, "before"), STORE_OK);
    assert_true(store_commit(store));
    limit_files(1);
    assert_false(insert(store, "lost") == STORE_OK && store_commit(store));
    limit_files(0);
    assert_int_equal(insert(store, "after"), STORE_OK);
    assert_true(store_commit(store));
    store_close(store);
    store = opened(shelf);

    assert_true(find(store, "before", &trade));
    assert_false(find(store, "lost", &trade));
    assert_true(find(store, "after", &trade));
    store_close(store);
}

static void
worlds_come_back_with_clock_features_and_mchids(void **state)
{
    struct shelf *shelf = *state;
    void *room = NULL;
    struct shop *shop;
    const struct answer *before;

    assert_int_equal(shop_open(&room), 0);
    shop = room;
    shop_restart(shop, "--db", shelf->path, NULL);
    control(shop, "PUT", "clock", "{\"now\": \"2030-01-01 00:00:00\"}");
    control(shop, "PUT", "merchants/" AGENT_APP,
            "{\"mchids\": [{\"mchid\": \"ZaMVg00002\", \"state\": \"active\"}], \"notify_url\": "
            "\"https://a.example/n\", \"features\": {\"currencies\": [\"HKD\", \"JPY\"], "
            "\"real_name\": false}}");
    before = control(shop, "GET", "merchants/" AGENT_APP, NULL);
    assert_accepted(pay(shop, "out_trade_no", "kept", NULL));
    shop_restart(shop, "--db", shelf->path, NULL);

    assert_string_equal(control(shop, "GET", "merchants/" AGENT_APP, NULL)->reply.body,
                        before->reply.body);
    assert_string_equal(text_of(control(shop, "GET", "clock", NULL), "now"), "2030-01-01 00:00:00");
    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "kept", NULL)), "kept");
    shop_close(&room);
}

static void
a_deleted_world_does_not_come_back(void **state)
{
    struct shelf *shelf = *state;
    void *room = NULL;
    struct shop *shop;

    assert_int_equal(shop_open(&room), 0);
    shop = room;
    shop_restart(shop, "--db", shelf->path, NULL);
    control(shop, "POST", "merchants", "{\"app_code\": \"C1B2C3D4E5F60718293A4B5C6D7E8F90\"}");
    control(shop, "DELETE", "merchants/C1B2C3D4E5F60718293A4B5C6D7E8F90", NULL);
    shop_restart(shop, "--db", shelf->path, NULL);

    assert_control_refuses(control(shop, "GET", "merchants/C1B2C3D4E5F60718293A4B5C6D7E8F90", NULL),
                           404);
    shop_close(&room);
}

/* A notification of merchant 1, due at once. */
static int64_t
tell(struct store *store, const char *receiver)
{
    struct notification notification = {.merchant = 1,
                                        .due_at = 1,
                                        .syssn = "",
                                        .out_trade_no = "",
                                        .receiver = receiver,
                                        .url = "",
                                        .body = "",
                                        .sign = ""};

    assert_int_equal(store_insert_notification(store, &notification), STORE_OK);
    return notification.id;
}

/* The receivers of what is due, one letter each, in the order in which they are told. */
static const char *
told_to(struct store *store, enum receiver_mood mood, char text[9])
{
    const struct notification *due[8];
    size_t count = store_notifications_due(store, 1, mood, 1, due, 8);

    for (size_t i = 0; i < count; i++)
        text[i] = due[i]->receiver[0];
    text[count] = '\0';
    return text;
}

static void
receivers_take_turns_and_each_is_in_one_mood(void **state)
{
    struct shelf *shelf = *state;
    struct store *store = opened(shelf);
    char text[9];
    int64_t id = 0;

    for (int i = 0; i < 3; i++)
        id = tell(store, "a");
    tell(store, "b");
    tell(store, "c");
    tell(store, "c");
    assert_string_equal(told_to(store, RECEIVER_UNKNOWN, text), "abcaca");

    store_hear(store, 1, id, true);
    assert_string_equal(told_to(store, RECEIVER_ANSWERS, text), "aaa");
    assert_string_equal(told_to(store, RECEIVER_UNKNOWN, text), "bcc");
    assert_int_equal(store_silence(store, 1, "a"), STORE_OK);
    assert_int_equal(store_silence(store, 1, "c"), STORE_OK);
    assert_string_equal(told_to(store, RECEIVER_ANSWERS, text), "");
    assert_string_equal(told_to(store, RECEIVER_UNKNOWN, text), "b");
    assert_string_equal(told_to(store, RECEIVER_SILENT, text), "acaca");

    /* A new one is a new try. */
    store_hear(store, 1, id, false);
    tell(store, "a");
    assert_string_equal(told_to(store, RECEIVER_UNKNOWN, text), "ba");
    store_close(store);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHELF_TEST(a_trade_comes_back_as_it_was),
        SHELF_TEST(numbers_go_on_after_a_restart),
        SHELF_TEST(the_sequence_starts_again_after_ten_digits),
        SHELF_TEST(a_second_trade_of_one_number_is_a_duplicate),
        SHELF_TEST(a_trade_that_is_not_there_is_absent),
        SHELF_TEST(a_file_is_dirty_until_it_is_committed),
        SHELF_TEST(memory_is_never_dirty),
        SHELF_TEST(a_file_is_served_by_one_store_at_a_time),
        SHELF_TEST(a_file_of_a_newer_version_is_left_alone),
        SHELF_TEST(a_file_that_is_no_database_is_left_alone),
        SHELF_TEST(another_programs_file_is_left_alone),
        SHELF_TEST(what_is_no_regular_file_is_left_alone),
        SHELF_TEST(a_file_is_served_once_by_whatever_name),
        SHELF_TEST(a_new_file_is_its_owners_only),
        SHELF_TEST(a_folder_that_is_not_there_is_named),
        SHELF_TEST(a_state_that_does_not_exist_is_refused),
        SHELF_TEST(a_full_disk_fails_the_commit_and_says_so),
        SHELF_TEST(when_there_is_room_again_the_store_goes_on),
        SHELF_TEST(worlds_come_back_with_clock_features_and_mchids),
        SHELF_TEST(a_deleted_world_does_not_come_back),
        SHELF_TEST(receivers_take_turns_and_each_is_in_one_mood),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
