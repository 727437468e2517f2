/* The power is cut at every point: of what was not synced, any 512 bytes are on the disk or not,
 * and any size, name or deletion of a file. What is then opened again must be whole, and hold what
 * --sync promises. With --sync off nothing is promised. */
#include "shop.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recording_vfs.h"
#include "store/store.h"

enum {
    SECTOR = 512,
    DISK_MAX = 1 << 20, /* of a file, far above what the orders need */
    TURNS = 30,
    ORDERS_A_TURN = 2,
    SESSIONS = 2, /* each ends with a close, which empties the log */
    CHECKPOINTS_SOONER = 500,
    SEEDS = 2,
    ACCOUNT = 1,
};

/* A file on the disk after the cut. */
struct disk {
    const char *ending;
    unsigned char *data;
    size_t size;
    bool is_there;
};

struct bench {
    char folder[64];
    char path[96];  /* where the store wrote */
    char after[96]; /* what the cut left */
    uint64_t chance;
    struct disk disks[3];
    const struct event *events;
    size_t event_count;
};

/* The checkpointer is told of more pages than there are. */
static int (*told)(void *, sqlite3 *, const char *, int);

static int
tell_more(void *cls, sqlite3 *db, const char *name, int pages)
{
    return told(cls, db, name, pages * CHECKPOINTS_SOONER);
}

typedef int on_commit(void *cls, sqlite3 *db, const char *name, int pages);

void *__real_sqlite3_wal_hook(sqlite3 *db, on_commit *hook, void *cls);
void *__wrap_sqlite3_wal_hook(sqlite3 *db, on_commit *hook, void *cls);

void *
__wrap_sqlite3_wal_hook(sqlite3 *db, on_commit *hook, void *cls)
{
    told = hook;
    return __real_sqlite3_wal_hook(db, tell_more, cls);
}

static int
bench_open(void **state)
{
    static const char *const endings[] = {"db", "db-wal", "db-journal"};
    struct bench *bench = calloc(1, sizeof *bench);

    assert_non_null(bench);
    snprintf(bench->folder, sizeof bench->folder, "/tmp/qfpay-power-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->path, sizeof bench->path, "%s/db", bench->folder);
    snprintf(bench->after, sizeof bench->after, "%s/after", bench->folder);
    for (size_t i = 0; i < COUNT_OF(bench->disks); i++) {
        bench->disks[i].ending = endings[i];
        bench->disks[i].data = malloc(DISK_MAX);
        assert_non_null(bench->disks[i].data);
    }
    *state = bench;
    return 0;
}

static int
bench_close(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; i < COUNT_OF(bench->disks); i++)
        free(bench->disks[i].data);
    recording_vfs_clear();
    remove_database(bench->path);
    remove_database(bench->after);
    (void)rmdir(bench->folder);
    free(bench);
    return 0;
}
#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

static struct store *
opened(const char *path, enum store_sync sync)
{
    char error[256];
    struct store *store = store_open(path, sync, error, sizeof error);

    if (!store)
        fail_msg("the file does not open: %s", error);
    return store;
}

static void
insert(struct store *store, int64_t number)
{
    char name[32];
    struct trade trade = {.id = store_next_id(store),
                          .account = ACCOUNT,
                          .state = TRADE_UNPAID,
                          .txamt_minor = 100,
                          .sysdtm = 1773115200,
                          .expires = 1773117000,
                          .out_trade_no = name,
                          .pay_type = "800201",
                          .txcurrcd = "HKD",
                          .txdtm = SHOP_NOW,
                          .goods_name = "",
                          .udid = "",
                          .user_creid = "",
                          .user_truename = "",
                          .notify_url = "",
                          .note = "",
                          .origssn = "",
                          .chnlsn = ""};

    snprintf(name, sizeof name, "order-%d", (int)number);
    assert_int_equal(store_insert_trade(store, &trade), STORE_OK);
}

static bool
is_there(const struct store *store, int64_t number)
{
    char name[32];
    struct trade trade;

    snprintf(name, sizeof name, "order-%d", (int)number);
    return store_trade_by_number(store, ACCOUNT, name, strlen(name), &trade);
}

/* Turns of orders, and what they did to the disk. */
static void
record(struct bench *bench, enum store_sync sync)
{
    int64_t made = 0;

    recording_vfs_begin();
    for (int session = 0; session < SESSIONS; session++) {
        struct store *store = opened(bench->path, sync);

        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < ORDERS_A_TURN; i++)
                insert(store, made++);
            assert_true(store_commit(store));
            recording_vfs_note_answered(made);
        }
        store_close(store);
    }
    bench->events = recording_vfs_end(&bench->event_count);
}

/* xorshift: the same cuts in every run. */
static bool
by_chance(struct bench *bench)
{
    bench->chance ^= bench->chance << 13;
    bench->chance ^= bench->chance >> 7;
    bench->chance ^= bench->chance << 17;
    return bench->chance >> 32 & 1;
}

static void
reach(struct disk *disk, size_t size)
{
    assert_true(size <= DISK_MAX);
    if (size > disk->size)
        memset(disk->data + disk->size, 0, size - disk->size);
    disk->size = size;
}

/* Each sector of it, or those that chance lets through. */
static void
write_to(struct bench *bench, struct disk *disk, const struct event *event, bool is_synced)
{
    size_t at = (size_t)event->at;
    size_t done = 0;
    bool is_torn = !is_synced && by_chance(bench);

    if (!is_synced && !is_torn && by_chance(bench))
        return;
    while (done < event->size) {
        size_t part = SECTOR - (at + done) % SECTOR;

        if (part > event->size - done)
            part = event->size - done;
        if (!is_torn || by_chance(bench)) {
            if (at + done + part > disk->size)
                reach(disk, at + done + part);
            memcpy(disk->data + at + done, event->data + done, part);
        }
        done += part;
    }
    disk->is_there = true;
}

/* A size or a deletion is on the disk or not. */
static void
happen_to(struct bench *bench, struct disk *disk, const struct event *event, bool is_synced)
{
    if (event->what == FILE_WRITTEN)
        write_to(bench, disk, event, is_synced);
    else if (event->what != FILE_SYNCED && (is_synced || by_chance(bench))) {
        reach(disk, (size_t)event->at);
        disk->is_there &= event->what == FILE_CUT;
    }
}

/* What a file is after a cut behind so many events. */
static void
leave(struct bench *bench, struct disk *disk, size_t cut)
{
    size_t synced = 0; /* so many events of the file are on the disk, so many of its name */
    size_t named = 0;

    for (size_t i = 0; i < cut; i++) {
        const struct event *event = &bench->events[i];

        if (event->what == FOLDER_SYNCED)
            named = i + 1;
        else if (event->what == FILE_SYNCED && strcmp(event->ending, disk->ending) == 0)
            synced = i + 1;
    }
    disk->size = 0;
    disk->is_there = false;
    for (size_t i = 0; i < cut; i++) {
        const struct event *event = &bench->events[i];
        bool is_synced = i < synced || (event->what == FILE_DELETED && i < named);

        if (strcmp(event->ending, disk->ending) == 0)
            happen_to(bench, disk, event, is_synced);
    }
}

static void
put_back(struct bench *bench, const struct disk *disk)
{
    char name[128];
    FILE *file;

    if (!disk->is_there)
        return;
    snprintf(name, sizeof name, "%s%s", bench->after, disk->ending + strlen("db"));
    file = fopen(name, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(disk->data, 1, disk->size, file), disk->size);
    assert_int_equal(fclose(file), 0);
}

static void
assert_whole(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *check = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    sqlite3_close(db);
}

/* At least so many orders are there, in whole turns, and none behind one that is not. */
static void
assert_kept(const char *path, int64_t at_least)
{
    struct store *store = opened(path, STORE_SYNC_OFF);
    int64_t count = 0;

    while (is_there(store, count))
        count++;
    assert_int_equal(count % ORDERS_A_TURN, 0);
    assert_true(count >= at_least);
    while (count < (int64_t)SESSIONS * TURNS * ORDERS_A_TURN)
        assert_false(is_there(store, count++));
    store_close(store);
}

static void
assert_survives(struct bench *bench, size_t cut, int64_t at_least)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        bench->chance = (cut * SEEDS + seed) * UINT64_C(0x9E3779B97F4A7C15);
        remove_database(bench->after);
        for (size_t i = 0; i < COUNT_OF(bench->disks); i++) {
            leave(bench, &bench->disks[i], cut);
            put_back(bench, &bench->disks[i]);
        }
        assert_whole(bench->after);
        assert_kept(bench->after, at_least);
    }
}

/* The power is cut behind each event. What was answered before the log was last synced must be
 * there; with all, each answer. */
static void
assert_survives_all(struct bench *bench, bool all)
{
    int64_t answered = 0;
    int64_t synced = 0;

    for (size_t i = 0; i < bench->event_count; i++) {
        const struct event *event = &bench->events[i];

        if (event->what == ORDERS_ANSWERED)
            answered = event->at;
        if (all || (event->what == FILE_SYNCED && strcmp(event->ending, "db-wal") == 0))
            synced = answered;
        assert_survives(bench, i + 1, synced);
    }
    assert_int_equal(answered, SESSIONS * TURNS * ORDERS_A_TURN);
}

static void
normal_loses_only_the_last_moments(void **state)
{
    struct bench *bench = *state;

    record(bench, STORE_SYNC_NORMAL);
    assert_survives_all(bench, false);
}

static void
full_loses_no_answer(void **state)
{
    struct bench *bench = *state;

    record(bench, STORE_SYNC_FULL);
    assert_survives_all(bench, true);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        BENCH_TEST(normal_loses_only_the_last_moments),
        BENCH_TEST(full_loses_no_answer),
    };

    return cmocka_run_group_tests_name("power_cut", tests, NULL, NULL);
}
