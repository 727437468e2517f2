/* Attempts of notifications in the store; see notification.h. */
#include <stdlib.h>
#include <string.h>

#include "store/message.h"
#include "store/store.h"
#include "store/store_internal.h"

struct trial {
    struct placed placed;
    int64_t last_attempt;
    struct attempt gone; /* the oldest, which had to go; id 0: none had */
};

static void
set_last_attempt(const struct placed *placed, int64_t last_attempt)
{
    if (placed->message->last_attempt != 0)
        ordered_remove(&placed->world->tried, placed->message);
    placed->message->last_attempt = last_attempt;
    if (last_attempt != 0)
        ordered_add(&placed->world->tried, placed->message);
}

static void
take_back_attempt(void *past)
{
    const struct trial *trial = past;
    struct message *message = trial->placed.message;

    set_last_attempt(&trial->placed, trial->last_attempt);
    free((char *)message->attempts[--message->attempt_count].response);
    if (trial->gone.id == 0)
        return;
    memmove(message->attempts + 1, message->attempts,
            message->attempt_count++ * sizeof *message->attempts);
    message->attempts[0] = trial->gone;
}

static void
free_gone(void *past)
{
    free((char *)((struct trial *)past)->gone.response);
}

static bool
reserve_attempt(const struct placed *placed)
{
    struct message *message = placed->message;
    size_t room = message->attempt_room == 0 ? 1 : message->attempt_room * 2;
    struct attempt *attempts;

    if (!ordered_reserve(&placed->world->tried))
        return false;
    if (message->attempt_count < message->attempt_room)
        return true;
    attempts = realloc(message->attempts, room * sizeof *attempts);
    if (!attempts)
        return false;
    message->attempts = attempts;
    message->attempt_room = room;
    return true;
}

/* An attempt whose texts are one piece. false when out of memory. */
static bool
copy_attempt(const struct attempt *attempt, struct attempt *copy)
{
    const char **const texts[] = {&copy->response, &copy->error, &copy->diagnosis};
    char *piece;

    *copy = *attempt;
    piece = malloc(message_texts_size(texts, 3));
    if (piece)
        message_move_texts(texts, 3, piece);
    return piece != NULL;
}

/* Keep an attempt that has its id. */
static enum store_result
keep_attempt(struct store *store, const struct placed *placed, const struct attempt *attempt)
{
    struct message *message = placed->message;
    struct trial trial = {*placed, message->last_attempt, {.id = 0}};
    struct attempt copy;

    if (!store_may_change(store) || !reserve_attempt(placed) || !copy_attempt(attempt, &copy))
        return STORE_FAILED;
    if (message->attempt_count == NOTIFICATION_ATTEMPTS_MAX) {
        trial.gone = message->attempts[0];
        memmove(message->attempts, message->attempts + 1,
                --message->attempt_count * sizeof *message->attempts);
    }
    message->attempts[message->attempt_count++] = copy;
    set_last_attempt(placed, attempt->id);
    store_note(store, take_back_attempt, free_gone, &trial, sizeof trial);
    return trial.gone.id == 0
               ? STORE_OK
               : store_delete(store, TABLE_ATTEMPT, &(struct attempt_row){.id = trial.gone.id});
}

enum store_result
store_insert_attempt(struct store *store, const struct notification *notification,
                     struct attempt *attempt)
{
    struct placed placed = message_find(store, notification->merchant, notification->id);
    struct attempt_row row = {.merchant = notification->merchant,
                              .notification = notification->id,
                              .at = attempt->at,
                              .http_status = attempt->http_status,
                              .took_ms = attempt->took_ms,
                              .response = attempt->response,
                              .error = attempt->error,
                              .diagnosis = attempt->diagnosis};

    attempt->id = ++store->last_attempt;
    row.id = attempt->id;
    if (!placed.message)
        return STORE_OK;
    if (keep_attempt(store, &placed, attempt) != STORE_OK)
        return STORE_FAILED;
    return store_put(store, TABLE_ATTEMPT, &row);
}

bool
store_load_attempt(void *cls, void *row)
{
    struct store *store = cls;
    const struct attempt_row *attempt = row;
    struct placed placed = message_find(store, attempt->merchant, attempt->notification);

    store->last_attempt = attempt->id; /* they come by id */
    return !placed.message ||
           keep_attempt(store, &placed,
                        &(struct attempt){.id = attempt->id,
                                          .at = attempt->at,
                                          .http_status = attempt->http_status,
                                          .took_ms = attempt->took_ms,
                                          .response = attempt->response,
                                          .error = attempt->error,
                                          .diagnosis = attempt->diagnosis}) == STORE_OK;
}

const struct attempt *
store_attempts(const struct notification *notification, size_t *count)
{
    const struct message *message = (const struct message *)(const void *)notification;

    *count = message->attempt_count;
    return message->attempts;
}

int64_t
store_attempt_last(const struct store *store, int64_t merchant)
{
    const struct world *world = world_find(store, merchant);
    const struct message *last = !world || world->tried.count == 0
                                     ? NULL
                                     : ordered_at(&world->tried, world->tried.count - 1);

    return last ? last->last_attempt : 0;
}
