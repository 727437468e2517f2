/* See sender.h. A turn of the thread: store what came back, let automatic payers pay, take
 * what is due, commit, and only then post: nobody is told of a payment that a crash could undo.
 *
 * It looks only at merchants whose time has come by the agenda (merchant/agenda.h), at few of them
 * in a turn, and at few notifications of each; who may have how much is places.h. */
#include "notify/sender.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "notify/places.h"
#include "notify/post.h"
#include "notify/queue.h"
#include "notify/store_and_tell.h"
#include "rules/notify_hosts.h"
#include "server/server.h"

enum {
    LOOKED_AT = 128,  /* due ones of a merchant in each mood, when it is looked at */
    SERVED_MAX = 128, /* merchants in one turn: the lock is held meanwhile */
    PAUSE_MS = 1000,  /* after our own failure */
    IDLE_MS = 60000,
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
    struct places places;
};

static void
pause_after(struct sender *sender, const char *what)
{
    log_fault(sender->server->settings->log, what, store_error(sender->server->store));
    sender->paused_until = clock_host_ms() + PAUSE_MS;
}

static void
look_at(struct sender *sender, struct merchant *merchant)
{
    registry_expect(&sender->server->merchants, merchant, clock_now(&merchant->clock));
}

static void
finish(struct sender *sender, struct place *place, const struct delivery *delivery)
{
    if (place->merchant) {
        if (!notify_finish(sender->server, place->merchant, place->id, delivery))
            pause_after(sender, "store the attempt of a notification");
        look_at(sender, place->merchant);
    }
    places_free(&sender->places, place);
}

/* Store what came back. Returns whether anything did. */
static bool
finish_posted(struct sender *sender)
{
    struct post_result *result = &sender->result;
    bool any = false;

    while (poster_take(sender->poster, result)) {
        struct place *place = &sender->places.all[result->place];

        places_hear(&sender->places, place->receiver, result->http_status != 0);
        finish(sender, place,
               &(struct delivery){.at = place->due_at,
                                  .was_asked = place->was_asked,
                                  .http_status = result->http_status,
                                  .took_ms = result->took_ms,
                                  .response = result->response,
                                  .response_len = result->response_len,
                                  .error = result->error,
                                  .is_timeout = result->is_timeout,
                                  .tls = result->tls,
                                  .refusal = result->refusal});
        any = true;
    }
    return any;
}

static void
fail_to_take(struct sender *sender, struct merchant *merchant)
{
    pause_after(sender, "take a notification");
    look_at(sender, merchant);
}

/* All attempts that one notification needs at once; what became of the last. */
static enum claim
take(struct sender *sender, struct merchant *merchant, enum receiver_mood mood,
     const struct notification *notification)
{
    const struct wire *wire = &sender->server->book.wire;
    struct place *place;
    enum claim claim;

    do {
        claim = places_claim(&sender->places, merchant, mood, notification, &place);
        if (claim == CLAIM_GIVEN && wire->post)
            wire->post(place->body, notification->attempts);
    } while (claim == CLAIM_GIVEN && notification->asked > 0);
    return claim;
}

static void
take_some(struct sender *sender, struct merchant *merchant, enum receiver_mood mood)
{
    const struct notification *due[LOOKED_AT];
    size_t count = store_notifications_due(sender->server->store, merchant->id, mood,
                                           clock_now(&merchant->clock), due, LOOKED_AT);
    enum claim claim = CLAIM_GIVEN;
    const char *full = NULL; /* the receiver that has no room */

    for (size_t i = 0; i < count && claim != CLAIM_NO_MORE; i++) {
        if (full && strcmp(due[i]->receiver, full) == 0)
            continue;
        claim = take(sender, merchant, mood, due[i]);
        if (claim == CLAIM_IN_LINE)
            full = due[i]->receiver;
        else if (claim == CLAIM_FAILED)
            fail_to_take(sender, merchant);
    }
}

/* Take what is due into free places. What finds none is looked at when an attempt of the merchant
 * has ended, or when its turn comes in the line where it waits. */
static void
take_due(struct sender *sender, struct merchant *merchant)
{
    for (int mood = 0; mood < RECEIVER_MOOD_COUNT; mood++)
        take_some(sender, merchant, (enum receiver_mood)mood);
    if (places_pass(&sender->places, merchant))
        look_at(sender, merchant);
}

/* What must not be posted at all ends here. Returns whether there was any. */
static bool
drop_forbidden(struct sender *sender)
{
    const struct notify_hosts *hosts = &sender->server->settings->notify_hosts;
    bool any = false;

    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &sender->places.all[i];
        struct delivery delivery = {.at = place->due_at,
                                    .was_asked = place->was_asked,
                                    .response = "",
                                    .error = "nothing was sent"};

        if (!place->is_new)
            continue;
        delivery.refusal = notify_hosts_refuse(hosts, place->receiver->name);
        if (!delivery.refusal)
            continue;
        finish(sender, place, &delivery);
        any = true;
    }
    return any;
}

/* One merchant's work that time has made due. Returns whether something was stored. */
static bool
serve(struct sender *sender, struct merchant *merchant)
{
    struct server *server = sender->server;
    struct merchant_registry *merchants = &server->merchants;
    int64_t now = clock_now(&merchant->clock);
    bool has_paid = merchant->auto_pay_next <= now;

    agenda_cancel(&merchants->agenda, &merchant->appointment);
    if (has_paid)
        let_payers_pay(server, merchant);
    take_due(sender, merchant);
    registry_expect(merchants, merchant, merchant->auto_pay_next);
    registry_expect(merchants, merchant,
                    store_notification_next(server->store, merchant->id, true, now));
    return has_paid;
}

/* All whose time has come, up to a limit. Returns whether something was stored. */
static bool
serve_due(struct sender *sender)
{
    const struct agenda *agenda = &sender->server->merchants.agenda;
    bool any = false;

    places_call(&sender->places, &sender->server->merchants);
    for (int i = 0; i < SERVED_MAX && agenda_ms(agenda) == 0; i++)
        any = serve(sender, agenda->first->whose) || any;
    places_call(&sender->places, &sender->server->merchants);
    return any;
}

/* Give the places back that were taken in this turn: the rows stay due. */
static void
undo_taking(struct sender *sender)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        if (sender->places.all[i].is_new)
            places_free(&sender->places, &sender->places.all[i]);
    }
}

/* With the lock. Returns whether there is news. */
static bool
work(struct sender *sender, int64_t *wait_ms)
{
    struct server *server = sender->server;
    bool has_news = finish_posted(sender);

    if (sender->paused_until <= clock_host_ms())
        has_news = serve_due(sender) || has_news;
    has_news = drop_forbidden(sender) || has_news;
    if (store_is_dirty(server->store) && !store_commit(server->store)) {
        pause_after(sender, "commit");
        undo_taking(sender);
        notify_look_again(server);
    }
    *wait_ms = agenda_ms(&server->merchants.agenda);
    if (*wait_ms > IDLE_MS)
        *wait_ms = IDLE_MS;
    return has_news;
}

static bool
start(struct poster *poster, int index, const struct place *place)
{
    const struct post post = {place->url, place->body, place->sign, place->as->is_lower_case};

    return poster_start(poster, index, &post);
}

static void
post_taken(struct sender *sender)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &sender->places.all[i];

        if (!place->is_new)
            continue;
        place->is_new = false;
        if (start(sender->poster, i, place))
            continue;
        pthread_mutex_lock(&sender->server->lock);
        if (place->merchant)
            look_at(sender, place->merchant);
        places_free(&sender->places, place);
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
        int64_t wait_ms;
        bool has_news;

        pthread_mutex_lock(&server->lock);
        has_news = work(sender, &wait_ms);
        pthread_mutex_unlock(&server->lock);
        if (has_news)
            sender->on_news(sender->cls);
        post_taken(sender);
        if (sender->paused_until > clock_host_ms())
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
forget(struct worker *worker, struct merchant *merchant)
{
    places_forget(&((struct sender *)worker)->places, merchant);
}

bool
sender_start(struct server *server, void (*on_news)(void *cls), void *cls, char *error,
             size_t error_size)
{
    struct sender *sender = calloc(1, sizeof *sender);

    if (sender)
        sender->poster = poster_new(&server->book, server->settings, server->notify_timeout_ms,
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
    places_clear(&sender->places);
    poster_free(sender->poster);
    free(sender);
}
