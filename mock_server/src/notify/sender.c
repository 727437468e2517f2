/* See sender.h. A turn of the thread: store what came back, let automatic payers pay, take
 * what is due, commit, and only then post: nobody is told of a payment that a crash could undo.
 *
 * Per receiver few attempts are under way at once, and per payment one, so that a refund's
 * notification does not overtake the payment's. */
#include "notify/sender.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "notify/post.h"
#include "notify/queue.h"
#include "notify/store_and_tell.h"
#include "rules/notify_url.h"
#include "server/server.h"

enum {
    PER_RECEIVER = 4,
    LOOKED_AT = 256, /* due ones of a merchant in one turn */
    PAUSE_MS = 1000, /* after our own failure */
    IDLE_MS = 60000,
};

/* An attempt under way. */
struct place {
    int64_t id;                /* of the notification; 0: the place is free */
    struct merchant *merchant; /* NULL: forgotten */
    int64_t family;
    int64_t due_at;
    bool was_asked;
    bool is_new; /* taken in this turn, not yet posted */
    char *receiver;
    char *url;
    char *body;
    char *sign;
};

struct sender {
    struct worker worker; /* first: a pointer to it is one to the sender */
    struct server *server;
    void (*on_news)(void *cls);
    void *cls;
    pthread_t thread;
    atomic_bool is_stopping;
    struct poster *poster;
    int64_t paused_until;      /* ms of the host's clock */
    struct post_result result; /* too large for the stack of a thread */
    struct place places[POSTER_PLACES];
};

static void
clear_place(struct place *place)
{
    free(place->receiver);
    free(place->url);
    free(place->body);
    free(place->sign);
    memset(place, 0, sizeof *place);
}

static void
pause_after(struct sender *sender, const char *what)
{
    log_fault(sender->server->settings->log, what, store_error(sender->server->store));
    sender->paused_until = clock_host_ms() + PAUSE_MS;
}

static void
finish(struct sender *sender, struct place *place, const struct delivery *delivery)
{
    if (place->merchant && !notify_finish(sender->server, place->merchant, place->id, delivery))
        pause_after(sender, "store the attempt of a notification");
    clear_place(place);
}

/* Store what came back. Returns whether anything did. */
static bool
finish_posted(struct sender *sender)
{
    struct post_result *result = &sender->result;
    bool any = false;

    while (poster_take(sender->poster, result)) {
        struct place *place = &sender->places[result->place];

        finish(sender, place,
               &(struct delivery){.at = place->due_at,
                                  .was_asked = place->was_asked,
                                  .http_status = result->http_status,
                                  .took_ms = result->took_ms,
                                  .response = result->response,
                                  .response_len = result->response_len,
                                  .error = result->error,
                                  .is_timeout = result->is_timeout});
        any = true;
    }
    return any;
}

/* A free place for a notification, or NULL when it must wait for others. */
static struct place *
find_place(struct sender *sender, const struct merchant *merchant,
           const struct notification *notification)
{
    struct place *free_place = NULL;
    int same_receiver = 0;

    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &sender->places[i];

        if (place->id == 0) {
            free_place = place;
            continue;
        }
        if (place->merchant == merchant && place->family == notification->family)
            return NULL;
        same_receiver += strcmp(place->receiver, notification->receiver) == 0;
    }
    return same_receiver < PER_RECEIVER ? free_place : NULL;
}

static bool
fill_place(struct place *place, const struct wire *wire, struct merchant *merchant,
           const struct notification *notification)
{
    place->id = notification->id;
    place->merchant = merchant;
    place->family = notification->family;
    place->due_at = notification->due_at;
    place->was_asked = notification->is_asked;
    place->is_new = true;
    place->receiver = strdup(notification->receiver);
    place->url = strdup(notification->url);
    place->body = strdup(notification->body);
    if (wire->post && place->body)
        wire->post(place->body, notification->attempts);
    place->sign = strdup(notification->sign);
    return place->receiver && place->url && place->body && place->sign;
}

static void
take_some(struct sender *sender, struct merchant *merchant, bool is_silent)
{
    const struct notification *due[LOOKED_AT];
    size_t count = store_notifications_due(sender->server->store, merchant->id, is_silent,
                                           clock_now(&merchant->clock), due, LOOKED_AT);

    for (size_t i = 0; i < count; i++) {
        struct place *place = find_place(sender, merchant, due[i]);

        if (place && !fill_place(place, &sender->server->book.wire, merchant, due[i])) {
            clear_place(place);
            pause_after(sender, "take a notification");
            break;
        }
    }
}

/* Take what is due into free places. */
static void
take_due(struct sender *sender, struct merchant *merchant)
{
    take_some(sender, merchant, false);
    take_some(sender, merchant, true);
    /* What was expected may be gone with a transaction that could not be kept. */
    merchant->notify_next = store_notification_next(sender->server->store, merchant->id, true);
}

/* What must not be posted at all ends here. Returns whether there was any. */
static bool
drop_forbidden(struct sender *sender)
{
    bool any = false;

    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &sender->places[i];
        struct delivery delivery = {.at = place->due_at,
                                    .was_asked = place->was_asked,
                                    .response = "",
                                    .error = "nothing was sent",
                                    .is_forbidden = true};

        if (!place->is_new || !notify_url_forbidden(place->receiver))
            continue;
        finish(sender, place, &delivery);
        any = true;
    }
    return any;
}

/* One merchant's work that time has made due. Returns whether something was stored. */
static bool
serve(struct sender *sender, struct merchant *merchant, int64_t *wait_ms)
{
    bool is_paused = sender->paused_until > clock_host_ms();
    bool has_paid = !is_paused && clock_ms_until(&merchant->clock, merchant->auto_pay_next) == 0;
    int64_t until;

    if (has_paid)
        let_payers_pay(sender->server, merchant);
    if (!is_paused && clock_ms_until(&merchant->clock, merchant->notify_next) == 0)
        take_due(sender, merchant);
    until = clock_ms_until(&merchant->clock, merchant->auto_pay_next);
    if (until < *wait_ms)
        *wait_ms = until;
    /* One that is due and could not be taken waits for a place, not for a time. */
    until = clock_ms_until(&merchant->clock, merchant->notify_next);
    if (until > 0 && until < *wait_ms)
        *wait_ms = until;
    return has_paid;
}

/* Give the places back that were taken in this turn: the rows stay due. */
static void
undo_taking(struct sender *sender)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        if (sender->places[i].is_new)
            clear_place(&sender->places[i]);
    }
}

/* With the lock. Returns whether there is news. */
static bool
work(struct sender *sender, int64_t *wait_ms)
{
    struct server *server = sender->server;
    bool has_news = finish_posted(sender);
    struct merchant *merchant = server->merchants.awaited;

    while (merchant) {
        struct merchant *next = merchant->next_awaited;

        has_news = serve(sender, merchant, wait_ms) || has_news;
        if (merchant->notify_next == INT64_MAX && merchant->auto_pay_next == INT64_MAX)
            registry_await_no_more(merchant);
        merchant = next;
    }
    if (drop_forbidden(sender)) {
        has_news = true;
        *wait_ms = 0; /* there may be more behind them */
    }
    if (store_is_dirty(server->store) && !store_commit(server->store)) {
        pause_after(sender, "commit");
        undo_taking(sender);
        notify_look_again(server);
    }
    if (sender->paused_until > clock_host_ms() && *wait_ms < PAUSE_MS)
        *wait_ms = PAUSE_MS;
    return has_news;
}

static void
post_taken(struct sender *sender)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &sender->places[i];

        if (!place->is_new)
            continue;
        place->is_new = false;
        if (poster_start(sender->poster, i, place->url, place->body, place->sign))
            continue;
        pthread_mutex_lock(&sender->server->lock);
        clear_place(place);
        pthread_mutex_unlock(&sender->server->lock);
        sender->paused_until = clock_host_ms() + PAUSE_MS;
    }
}

static void *
run(void *cls)
{
    struct sender *sender = cls;
    struct server *server = sender->server;

    while (!atomic_load(&sender->is_stopping)) {
        int64_t wait_ms = IDLE_MS;
        bool has_news;

        pthread_mutex_lock(&server->lock);
        has_news = work(sender, &wait_ms);
        pthread_mutex_unlock(&server->lock);
        if (has_news)
            sender->on_news(sender->cls);
        post_taken(sender);
        if (sender->paused_until > clock_host_ms() && wait_ms > PAUSE_MS)
            wait_ms = PAUSE_MS;
        poster_wait(sender->poster, (int)wait_ms);
    }
    return NULL;
}

static void
wake(struct worker *worker)
{
    poster_wake(((struct sender *)worker)->poster);
}

static void
forget(struct worker *worker, const struct merchant *merchant)
{
    struct sender *sender = (struct sender *)worker;

    for (int i = 0; i < POSTER_PLACES; i++) {
        if (sender->places[i].merchant == merchant)
            sender->places[i].merchant = NULL;
    }
}

bool
sender_start(struct server *server, void (*on_news)(void *cls), void *cls, char *error,
             size_t error_size)
{
    struct sender *sender = calloc(1, sizeof *sender);

    if (sender)
        sender->poster = poster_new(&server->book, server->notify_timeout_ms,
                                    server->notify_connect_ms);
    if (!sender || !sender->poster) {
        free(sender);
        snprintf(error, error_size, "notifications cannot be sent: out of memory");
        return false;
    }
    sender->worker = (struct worker){wake, forget};
    sender->server = server;
    sender->on_news = on_news;
    sender->cls = cls;
    pthread_mutex_lock(&server->lock);
    server->sender = &sender->worker;
    pthread_mutex_unlock(&server->lock);
    if (pthread_create(&sender->thread, NULL, run, sender) == 0)
        return true;
    pthread_mutex_lock(&server->lock);
    server->sender = NULL;
    pthread_mutex_unlock(&server->lock);
    poster_free(sender->poster);
    free(sender);
    snprintf(error, error_size, "a thread for notifications could not be started");
    return false;
}

void
sender_stop(struct server *server)
{
    struct sender *sender = (struct sender *)server->sender;

    if (!sender)
        return;
    atomic_store(&sender->is_stopping, true);
    poster_wake(sender->poster);
    pthread_join(sender->thread, NULL);
    pthread_mutex_lock(&server->lock);
    server->sender = NULL;
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < POSTER_PLACES; i++)
        clear_place(&sender->places[i]);
    poster_free(sender->poster);
    free(sender);
}
