/* Whatever the moment at which SIGKILL ends the process: the file opens again, is whole, and has
 * every order that was answered with 0000. Several clients pay as fast as they can meanwhile. The
 * moment is random; a failure prints the seed, and QFPAY_SIGKILL_SEED repeats its counts. */
#include "stage.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 10,
    CLIENTS = 8,
    ORDERS_MAX = 1500, /* of a round */
    NUMBER_SIZE = 24,
    ASKED_AT_ONCE = 100,
};

/* One client: at any time one payment is under way. */
struct client {
    int fd;
    char number[NUMBER_SIZE];
};

/* What a round has done so far. */
struct round {
    struct stage *stage;
    unsigned id;
    unsigned sent;
    unsigned answered;
    char (*numbers)[NUMBER_SIZE]; /* of the answered ones */
};

static void
pay_next(struct round *round, struct client *client)
{
    snprintf(client->number, sizeof client->number, "r%u-%u", round->id, round->sent++);
    send_text(client->fd, payment_request(round->stage, client->number));
}

/* Take one answer and send the next payment. */
static void
turn(struct round *round, struct client *client)
{
    struct wire_reply reply = {0};

    assert_true(read_reply(client->fd, &reply));
    assert_int_equal(reply.status, 200);
    assert_true(says(reply.body, "respcd", "0000"));
    reply_free(&reply);
    memcpy(round->numbers[round->answered++], client->number, NUMBER_SIZE);
    pay_next(round, client);
}

/* All clients pay until so many orders are answered; then the process dies while others are under
 * way. */
static void
pay_until_killed(struct round *round, struct mock *mock, unsigned last)
{
    struct client clients[CLIENTS];
    struct pollfd ready[CLIENTS];

    for (int i = 0; i < CLIENTS; i++) {
        clients[i].fd = mock_connect(mock);
        ready[i] = (struct pollfd){.fd = clients[i].fd, .events = POLLIN};
        pay_next(round, &clients[i]);
    }
    while (round->answered < last) {
        assert_true(poll(ready, CLIENTS, 30000) > 0);
        for (int i = 0; i < CLIENTS && round->answered < last; i++) {
            if (ready[i].revents != 0)
                turn(round, &clients[i]);
        }
    }
    assert_int_equal(mock_end(mock, SIGKILL), -1);
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i].fd);
}

static void
assert_whole(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *check = NULL;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static size_t
occurrences(const char *text, const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        count++;
    return count;
}

/* Ask for the answered orders, a hundred at once. */
static void
assert_all_there(const struct round *round, const struct mock *mock)
{
    struct wire_reply reply = {0};
    int fd = mock_connect(mock);

    for (unsigned first = 0; first < round->answered; first += ASKED_AT_ONCE) {
        char list[ASKED_AT_ONCE * NUMBER_SIZE];
        char request[sizeof list * 3 + 1024];
        size_t len = 0;
        unsigned count = 0;

        for (; count < ASKED_AT_ONCE && first + count < round->answered; count++)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", count == 0 ? "" : ",",
                                    round->numbers[first + count]);
        send_text(fd, query_request(round->stage, list, request, sizeof request));
        assert_true(read_reply(fd, &reply));
        assert_int_equal(occurrences(reply.body, "\"out_trade_no\": "), count);
    }
    reply_free(&reply);
    close(fd);
}

static uint64_t
seed(void)
{
    const char *given = getenv("QFPAY_SIGKILL_SEED");

    return !given ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);
}

/* Knuth's generator: the same counts from the same seed on every system. */
static unsigned
next_count(uint64_t *random)
{
    *random = *random * 6364136223846793005U + 1442695040888963407U;
    return 1 + (unsigned)((*random >> 33) % (ORDERS_MAX - 1));
}

static void
a_killed_process_has_lost_no_answered_order(void **state)
{
    struct stage *stage = *state;
    uint64_t random = seed();
    char path[128];
    struct mock *mock;
    struct round round = {.stage = stage, .numbers = calloc(ORDERS_MAX, NUMBER_SIZE)};

    assert_non_null(round.numbers);
    snprintf(path, sizeof path, "%s/db", stage->folder);
    print_message("seed %" PRIu64 "\n", random);
    for (round.id = 0; round.id < ROUNDS; round.id++) {
        unsigned last = next_count(&random);

        round.sent = 0;
        round.answered = 0;
        pay_until_killed(&round, mock_start(stage, "--db", path, NULL), last);
        assert_whole(path);
        mock = mock_start(stage, "--db", path, NULL);
        assert_all_there(&round, mock);
        assert_int_equal(mock_end(mock, SIGTERM), 0);
    }
    free(round.numbers);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_killed_process_has_lost_no_answered_order),
    };

    return cmocka_run_group_tests_name("sigkill", tests, NULL, NULL);
}
