/* See places.h. */
#include "notify/places.h"

#include <stdlib.h>
#include <string.h>

#include "merchant/merchant.h"
#include "store/lookup.h"
#include "store/notification.h"

/* What is there for receivers in a mood, and for worse ones. */
static const struct {
    int most;
    int kept;  /* of these for merchants that have none yet */
    int share; /* one merchant's of the rest that is free: one in so many */
} quotas[RECEIVER_MOOD_COUNT] = {
    [RECEIVER_ANSWERS] = {POSTER_PLACES, 0, 4},
    [RECEIVER_UNKNOWN] = {POSTER_PLACES * 7 / 8, POSTER_PLACES * 3 / 8, 2},
    [RECEIVER_SILENT] = {POSTER_PLACES / 4, POSTER_PLACES / 16, 8},
};

void
places_free(struct places *places, struct place *place)
{
    if (place->receiver) {
        place->receiver->under_way--;
        place->receiver->on_trial -= place->mood != RECEIVER_ANSWERS;
        places->taken[place->mood]--;
    }
    free(place->url);
    free(place->body);
    free(place->sign);
    memset(place, 0, sizeof *place);
}

/* How many places are free for a mood: none of the quotas that it is under is used up. */
static int
room_for(const struct places *places, enum receiver_mood mood)
{
    int room = POSTER_PLACES;
    int taken = 0;

    for (int at = RECEIVER_MOOD_COUNT - 1; at >= 0; at--) {
        taken += places->taken[at];
        if (at <= (int)mood && quotas[at].most - taken < room)
            room = quotas[at].most - taken;
    }
    return room;
}

static uint64_t *
heard_of(struct places *places, const char *receiver, uint64_t *hash)
{
    *hash = lookup_hash(receiver, strlen(receiver));
    return &places->heard[*hash % HEARD_MAX];
}

void
places_hear(struct places *places, const struct receiver *receiver, bool answers)
{
    uint64_t hash;
    uint64_t *heard = heard_of(places, receiver->name, &hash);

    if (answers)
        *heard = hash;
    else if (*heard == hash)
        *heard = 0;
}

static enum receiver_mood
mood_for_anybody(struct places *places, enum receiver_mood mood, const char *receiver)
{
    uint64_t hash;
    const uint64_t *heard = heard_of(places, receiver, &hash);

    return mood == RECEIVER_UNKNOWN && *heard == hash ? RECEIVER_ANSWERS : mood;
}

static struct receiver *
receiver_find_or_make(struct places *places, const char *name)
{
    size_t size = strlen(name) + 1;
    struct receiver *receiver = places->receivers;

    while (receiver && strcmp(receiver->name, name) != 0)
        receiver = receiver->next;
    if (receiver)
        return receiver;
    receiver = calloc(1, sizeof *receiver + size);
    if (!receiver)
        return NULL;
    memcpy(receiver->name, name, size);
    receiver->next = places->receivers;
    places->receivers = receiver;
    return receiver;
}

static bool
fill(struct places *places, struct place *place, struct receiver *receiver,
     struct merchant *merchant, enum receiver_mood mood, const struct notification *notification,
     bool is_asked)
{
    *place = (struct place){
        .id = notification->id,
        .merchant = merchant,
        .receiver = receiver,
        .family = notification->family,
        .due_at = is_asked ? notification->due_at : notification->ladder_at,
        .was_asked = is_asked,
        .as = notify_as_row(notification->notify_as),
        .mood = mood,
        .is_new = true,
        .url = strdup(notification->url),
        .body = strdup(notification->body),
        .sign = strdup(notification->sign),
    };
    receiver->under_way++;
    receiver->on_trial += mood != RECEIVER_ANSWERS;
    places->taken[mood]++;
    return place->url && place->body && place->sign;
}

/* What a merchant has, as one of its notifications asks for more. */
struct census {
    struct place *free;
    int own;           /* to receivers in the same mood */
    int asked;         /* of the notification itself: those that were asked for */
    bool has_rung;     /* and the one of the ladder */
    bool has_family;   /* one that it must not overtake */
    bool meets_family; /* one that it may go beside */
};

static void
count_family(struct census *census, const struct place *place,
             const struct notification *notification)
{
    census->asked += place->id == notification->id && place->was_asked;
    census->has_rung = census->has_rung || (place->id == notification->id && !place->was_asked);
    if (place->as->is_beside)
        census->meets_family = true;
    else
        census->has_family = true;
}

static struct census
look(struct places *places, const struct merchant *merchant, enum receiver_mood mood,
     const struct notification *notification)
{
    struct census census = {.free = NULL};

    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &places->all[i];

        if (place->id == 0) {
            census.free = place;
        } else if (place->merchant == merchant) {
            census.own += place->mood == mood;
            if (place->family == notification->family)
                count_family(&census, place, notification);
        }
    }
    return census;
}

/* Whether one more attempt fits at a receiver: beside one on trial none that is, too. */
static bool
fits(const struct receiver *receiver, enum receiver_mood mood, bool is_beside)
{
    return receiver->under_way < PER_RECEIVER &&
           (mood == RECEIVER_ANSWERS || receiver->on_trial == 0 || is_beside);
}

/* Whether it is the merchant's turn at a receiver. */
static bool
may_send(const struct receiver *receiver, const struct merchant *merchant, enum receiver_mood mood,
         bool is_beside)
{
    return fits(receiver, mood, is_beside) &&
           (!receiver->line.first || receiver->line.first == &merchant->waiting);
}

/* The attempt that a notification needs beside those that are under way. false: none. */
static bool
is_needed(const struct notification *notification, const struct census *census, int64_t now,
          bool *is_asked)
{
    *is_asked = notification->asked > census->asked;
    return *is_asked ||
           (notification->ladder_at > 0 && notification->ladder_at <= now && !census->has_rung);
}

/* A merchant that waits for something better stays where it is. */
static void
wait_in(struct wait_list *line, struct merchant *merchant, enum receiver_mood mood)
{
    struct waiting *waiting = &merchant->waiting;

    if (waiting->list && (int)mood >= waiting->urgency)
        return;
    wait_list_leave(waiting);
    wait_list_join(line, waiting);
    waiting->urgency = (int)mood;
}

static void
stop_waiting_in(const struct wait_list *line, struct merchant *merchant)
{
    if (merchant->waiting.list == line)
        wait_list_leave(&merchant->waiting);
}

enum claim
places_claim(struct places *places, struct merchant *merchant, enum receiver_mood mood,
             const struct notification *notification, struct place **place)
{
    struct receiver *receiver;
    struct census census;
    bool is_asked;
    bool is_beside;
    int room;

    mood = mood_for_anybody(places, mood, notification->receiver);
    census = look(places, merchant, mood, notification);
    room = room_for(places, mood);
    if (!is_needed(notification, &census, clock_now(&merchant->clock), &is_asked))
        return CLAIM_UNDER_WAY;
    is_beside = is_asked || notify_as_row(notification->notify_as)->is_beside;
    if (census.has_family && !is_beside)
        return CLAIM_MUST_WAIT;
    if (census.own > 0 && census.own * quotas[mood].share >= room - quotas[mood].kept)
        return CLAIM_NO_MORE;
    if (room <= 0) {
        wait_in(&places->lines[mood], merchant, mood);
        return CLAIM_NO_MORE;
    }
    receiver = receiver_find_or_make(places, notification->receiver);
    if (!receiver)
        return CLAIM_FAILED;
    if (!may_send(receiver, merchant, mood, is_beside || census.meets_family)) {
        wait_in(&receiver->line, merchant, mood);
        return CLAIM_IN_LINE;
    }
    *place = census.free;
    stop_waiting_in(&receiver->line, merchant);
    stop_waiting_in(&places->lines[mood], merchant);
    if (fill(places, *place, receiver, merchant, mood, notification, is_asked))
        return CLAIM_GIVEN;
    places_free(places, *place);
    return CLAIM_FAILED;
}

/* Whether there is room for the first of a line. */
static bool
has_room(const struct places *places, const struct wait_list *line)
{
    const struct wait_list *lines = places->lines;

    if (line >= lines && line < lines + RECEIVER_MOOD_COUNT)
        return room_for(places, (enum receiver_mood)(line - lines)) > 0;
    return fits((const struct receiver *)line, (enum receiver_mood)line->first->urgency, false);
}

bool
places_pass(struct places *places, struct merchant *merchant)
{
    const struct wait_list *line = merchant->waiting.list;

    if (!line || line->first != &merchant->waiting || !has_room(places, line))
        return false;
    wait_list_leave(&merchant->waiting);
    return true;
}

static void
call_first(const struct places *places, const struct wait_list *line,
           struct merchant_registry *merchants)
{
    struct merchant *merchant;

    if (!line->first || !has_room(places, line))
        return;
    merchant = line->first->whose;
    registry_expect(merchants, merchant, clock_now(&merchant->clock));
}

void
places_call(struct places *places, struct merchant_registry *merchants)
{
    struct receiver **link = &places->receivers;

    while (*link) {
        struct receiver *receiver = *link;

        call_first(places, &receiver->line, merchants);
        if (receiver->under_way > 0 || receiver->line.first) {
            link = &receiver->next;
            continue;
        }
        *link = receiver->next;
        free(receiver);
    }
    for (int mood = 0; mood < RECEIVER_MOOD_COUNT; mood++)
        call_first(places, &places->lines[mood], merchants);
}

void
places_forget(struct places *places, struct merchant *merchant)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        if (places->all[i].merchant == merchant)
            places->all[i].merchant = NULL;
    }
    wait_list_leave(&merchant->waiting);
}

void
places_clear(struct places *places)
{
    for (int i = 0; i < POSTER_PLACES; i++)
        places_free(places, &places->all[i]);
    while (places->receivers) {
        struct receiver *next = places->receivers->next;

        while (places->receivers->line.first)
            wait_list_leave(places->receivers->line.first);
        free(places->receivers);
        places->receivers = next;
    }
    for (int mood = 0; mood < RECEIVER_MOOD_COUNT; mood++) {
        while (places->lines[mood].first)
            wait_list_leave(places->lines[mood].first);
    }
}
