/* Notifications and attempts in the store; see notification.h. */
#include "store/notification.h"

#include <string.h>

#include "store/store.h"
#include "store/store_internal.h"

static const char *const state_names[NOTIFICATION_STATE_COUNT] = {
    [NOTIFICATION_WAITING] = "waiting",
    [NOTIFICATION_DELIVERED] = "delivered",
    [NOTIFICATION_GIVEN_UP] = "given-up",
    [NOTIFICATION_SUPPRESSED] = "suppressed",
};

const char *
notification_state_name(enum notification_state state)
{
    return state_names[state];
}

static void
bind_text(sqlite3_stmt *s, int at, const char *text)
{
    sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
}

/* Borrowed until the statement steps; "" when SQLite is out of memory. */
static const char *
text_at(sqlite3_stmt *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s, column);

    return text == NULL ? "" : text;
}

static void
finish(sqlite3_stmt *s)
{
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
}

/* The number of a statement's one row, or otherwise when it is NULL or the store fails. */
static int64_t
number_of(sqlite3_stmt *s, int64_t otherwise)
{
    int64_t number = otherwise;

    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL)
        number = sqlite3_column_int64(s, 0);
    finish(s);
    return number;
}

/* Ids are never given twice in the life of a process, so that the result of an attempt that a
 * reset has overtaken cannot reach another notification. */
static enum store_result
read_last_ids(struct store *store)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATION_LAST_ID];
    bool ok = store->last_notification > 0 || sqlite3_step(s) == SQLITE_ROW;

    if (ok && store->last_notification == 0) {
        store->last_notification = sqlite3_column_int64(s, 0);
        store->last_attempt = sqlite3_column_int64(s, 1);
    }
    finish(s);
    return ok ? STORE_OK : STORE_FAILED;
}

enum store_result
store_insert_notification(struct store *store, struct notification *notification)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATION_INSERT];
    const int64_t numbers[] = {
        notification->merchant,  notification->trade,     notification->family,
        notification->kind,      notification->notify_as, notification->state,
        notification->created,   notification->ladder_at, notification->due_at,
        notification->step,      notification->attempts,  notification->accepted,
        notification->is_silent, notification->is_asked,  notification->is_held,
    };
    const char *const texts[] = {notification->syssn,    notification->out_trade_no,
                                 notification->receiver, notification->url,
                                 notification->body,     notification->sign};
    int at = 1;

    if (!store_begin(store) || read_last_ids(store) != STORE_OK)
        return STORE_FAILED;
    notification->id = ++store->last_notification;
    sqlite3_bind_int64(s, at++, notification->id);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        sqlite3_bind_int64(s, at++, numbers[i]);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        bind_text(s, at++, texts[i]);
    return store_run(store, s);
}

enum store_result
store_update_notification(struct store *store, const struct notification *notification)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATION_UPDATE];
    const int64_t numbers[] = {
        notification->id,       notification->state,     notification->ladder_at,
        notification->due_at,   notification->step,      notification->attempts,
        notification->accepted, notification->is_silent, notification->is_asked,
        notification->is_held,
    };

    if (!store_begin(store))
        return STORE_FAILED;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        sqlite3_bind_int64(s, (int)i + 1, numbers[i]);
    return store_run(store, s);
}

static enum store_result
trim_attempts(struct store *store, int64_t notification)
{
    sqlite3_stmt *s = store->statements[STATEMENT_ATTEMPTS_TRIM];

    sqlite3_bind_int64(s, 1, notification);
    sqlite3_bind_int(s, 2, NOTIFICATION_ATTEMPTS_MAX);
    return store_run(store, s);
}

enum store_result
store_insert_attempt(struct store *store, const struct notification *notification,
                     struct attempt *attempt)
{
    sqlite3_stmt *s = store->statements[STATEMENT_ATTEMPT_INSERT];
    enum store_result result;

    if (!store_begin(store) || read_last_ids(store) != STORE_OK)
        return STORE_FAILED;
    attempt->id = ++store->last_attempt;
    sqlite3_bind_int64(s, 1, attempt->id);
    sqlite3_bind_int64(s, 2, notification->merchant);
    sqlite3_bind_int64(s, 3, notification->id);
    sqlite3_bind_int64(s, 4, attempt->at);
    sqlite3_bind_int64(s, 5, attempt->http_status);
    sqlite3_bind_int64(s, 6, attempt->took_ms);
    bind_text(s, 7, attempt->response);
    bind_text(s, 8, attempt->error);
    bind_text(s, 9, attempt->diagnosis);
    result = store_run(store, s);
    if (result == STORE_OK && notification->attempts > NOTIFICATION_ATTEMPTS_MAX)
        result = trim_attempts(store, notification->id);
    return result;
}

static enum store_result
read_notification(sqlite3_stmt *s, struct notification *notification)
{
    *notification = (struct notification){
        .id = sqlite3_column_int64(s, 0),
        .merchant = sqlite3_column_int64(s, 1),
        .trade = sqlite3_column_int64(s, 2),
        .family = sqlite3_column_int64(s, 3),
        .kind = (enum notify_kind)sqlite3_column_int(s, 4),
        .notify_as = sqlite3_column_int(s, 5),
        .state = (enum notification_state)sqlite3_column_int(s, 6),
        .created = sqlite3_column_int64(s, 7),
        .ladder_at = sqlite3_column_int64(s, 8),
        .due_at = sqlite3_column_int64(s, 9),
        .step = sqlite3_column_int(s, 10),
        .attempts = sqlite3_column_int(s, 11),
        .accepted = sqlite3_column_int(s, 12),
        .is_silent = sqlite3_column_int(s, 13) != 0,
        .is_asked = sqlite3_column_int(s, 14) != 0,
        .is_held = sqlite3_column_int(s, 15) != 0,
        .syssn = text_at(s, 16),
        .out_trade_no = text_at(s, 17),
        .receiver = text_at(s, 18),
        .url = text_at(s, 19),
        .body = text_at(s, 20),
        .sign = text_at(s, 21),
    };
    return (unsigned)notification->kind < NOTIFY_KIND_COUNT &&
                   (unsigned)notification->state < NOTIFICATION_STATE_COUNT
               ? STORE_OK
               : STORE_FAILED;
}

static enum store_result
step_notification(sqlite3_stmt *s, struct notification *notification)
{
    switch (sqlite3_step(s)) {
    case SQLITE_ROW:
        return read_notification(s, notification);
    case SQLITE_DONE:
        return STORE_ABSENT;
    default:
        return STORE_FAILED;
    }
}

bool
notification_keep(struct notification *notification, struct arena *arena)
{
    const char **const texts[] = {&notification->syssn,    &notification->out_trade_no,
                                  &notification->receiver, &notification->url,
                                  &notification->body,     &notification->sign};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        *texts[i] = arena_dup(arena, *texts[i]);
        if (*texts[i] == NULL)
            return false;
    }
    return true;
}

enum store_result
store_notification(struct store *store, struct arena *arena, int64_t merchant, int64_t id,
                   struct notification *notification)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATION_BY_ID];
    enum store_result result;

    sqlite3_bind_int64(s, 1, merchant);
    sqlite3_bind_int64(s, 2, id);
    result = step_notification(s, notification);
    if (result == STORE_OK && !notification_keep(notification, arena))
        result = STORE_FAILED;
    finish(s);
    return result;
}

void
store_notifications_due(struct store *store, int64_t merchant, bool is_silent, int64_t now,
                        int limit)
{
    store->notifications = store->statements[STATEMENT_NOTIFICATIONS_DUE];
    sqlite3_bind_int64(store->notifications, 1, merchant);
    sqlite3_bind_int(store->notifications, 2, is_silent);
    sqlite3_bind_int64(store->notifications, 3, now);
    sqlite3_bind_int(store->notifications, 4, limit);
}

void
store_notifications_list(struct store *store, int64_t merchant, const char *syssn, int64_t since,
                         int64_t limit)
{
    /* Three statements, so that each finds its rows by an index. */
    enum statement which = STATEMENT_NOTIFICATIONS_LIST;

    if (syssn[0] != '\0')
        which = STATEMENT_NOTIFICATIONS_OF;
    else if (since >= 0)
        which = STATEMENT_NOTIFICATIONS_SINCE;
    store->notifications = store->statements[which];
    sqlite3_bind_int64(store->notifications, 1, merchant);
    bind_text(store->notifications, 2, syssn);
    sqlite3_bind_int64(store->notifications, 3, since);
    sqlite3_bind_int64(store->notifications, 4, limit);
}

enum store_result
store_notifications_next(struct store *store, struct notification *notification)
{
    return step_notification(store->notifications, notification);
}

void
store_notifications_end(struct store *store)
{
    if (store->notifications != NULL)
        finish(store->notifications);
    store->notifications = NULL;
}

static bool
read_attempt(sqlite3_stmt *s, struct arena *arena, struct attempt *attempt)
{
    const char **const texts[] = {&attempt->response, &attempt->error, &attempt->diagnosis};

    attempt->id = sqlite3_column_int64(s, 0);
    attempt->at = sqlite3_column_int64(s, 1);
    attempt->http_status = sqlite3_column_int64(s, 2);
    attempt->took_ms = sqlite3_column_int64(s, 3);
    for (int i = 0; i < 3; i++) {
        const char *text = text_at(s, 4 + i);

        *texts[i] = arena_dup(arena, text);
        if (*texts[i] == NULL)
            return false;
    }
    return true;
}

const struct attempt *
store_attempts(struct store *store, struct arena *arena, int64_t notification, size_t *count)
{
    sqlite3_stmt *s = store->statements[STATEMENT_ATTEMPTS];
    struct attempt *attempts = arena_alloc(arena, NOTIFICATION_ATTEMPTS_MAX * sizeof(*attempts));
    bool ok = attempts != NULL;
    int step = SQLITE_ROW;

    *count = 0;
    sqlite3_bind_int64(s, 1, notification);
    while (ok && *count < NOTIFICATION_ATTEMPTS_MAX && (step = sqlite3_step(s)) == SQLITE_ROW)
        ok = read_attempt(s, arena, &attempts[(*count)++]);
    finish(s);
    return ok && (step == SQLITE_ROW || step == SQLITE_DONE) ? attempts : NULL;
}

int64_t
store_notification_next(struct store *store, int64_t merchant, bool with_silent)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATION_NEXT];
    int64_t next = INT64_MAX;

    /* One look into the index for each kind: a range over is_silent would read all of them. */
    for (int silent = 0; silent <= (int)with_silent; silent++) {
        int64_t at;

        sqlite3_bind_int64(s, 1, merchant);
        sqlite3_bind_int(s, 2, silent);
        at = number_of(s, INT64_MAX);
        next = at < next ? at : next;
    }
    return next;
}

int64_t
store_attempt_last(struct store *store, int64_t merchant)
{
    sqlite3_stmt *s = store->statements[STATEMENT_ATTEMPT_LAST];

    sqlite3_bind_int64(s, 1, merchant);
    return number_of(s, 0);
}

enum store_result
store_silence(struct store *store, int64_t merchant, const char *receiver)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATIONS_SILENCE];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, merchant);
    bind_text(s, 2, receiver);
    return store_run(store, s);
}

enum store_result
store_heed(struct store *store, int64_t merchant)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATIONS_HEED];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, merchant);
    return store_run(store, s);
}

enum store_result
store_release_held(struct store *store, int64_t merchant, int64_t except, int64_t due_at)
{
    sqlite3_stmt *s = store->statements[STATEMENT_NOTIFICATIONS_RELEASE];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, merchant);
    sqlite3_bind_int64(s, 2, except);
    sqlite3_bind_int64(s, 3, due_at);
    return store_run(store, s);
}

int
store_auto_pay_due(struct store *store, int64_t account, int64_t now, int64_t *ids, int max)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADES_AUTO_PAY];
    int count = 0;
    int step = SQLITE_DONE;

    sqlite3_bind_int64(s, 1, account);
    sqlite3_bind_int64(s, 2, now);
    sqlite3_bind_int(s, 3, max);
    while (count < max && (step = sqlite3_step(s)) == SQLITE_ROW)
        ids[count++] = sqlite3_column_int64(s, 0);
    finish(s);
    return step == SQLITE_ROW || step == SQLITE_DONE ? count : -1;
}

int64_t
store_auto_pay_next(struct store *store, int64_t account)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADES_AUTO_PAY];
    int64_t next = INT64_MAX;

    sqlite3_bind_int64(s, 1, account);
    sqlite3_bind_int64(s, 2, INT64_MAX);
    sqlite3_bind_int(s, 3, 1);
    if (sqlite3_step(s) == SQLITE_ROW)
        next = sqlite3_column_int64(s, 1);
    finish(s);
    return next;
}
