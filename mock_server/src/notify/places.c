/* See places.h. */
#include "notify/places.h"

#include <stdlib.h>
#include <string.h>

#include "merchant/merchant.h"
#include "store/notification.h"

enum {
    SHARE = 4, /* of the free places, for one merchant */
    SILENT_SHARE = 8,
};

void
place_free(struct place *place)
{
    if (place->receiver)
        place->receiver->under_way--;
    free(place->url);
    free(place->body);
    free(place->sign);
    memset(place, 0, sizeof *place);
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
fill(struct place *place, struct receiver *receiver, struct merchant *merchant,
     const struct notification *notification)
{
    *place = (struct place){
        .id = notification->id,
        .merchant = merchant,
        .receiver = receiver,
        .family = notification->family,
        .due_at = notification->due_at,
        .was_asked = notification->is_asked,
        .is_silent = notification->is_silent,
        .is_new = true,
        .url = strdup(notification->url),
        .body = strdup(notification->body),
        .sign = strdup(notification->sign),
    };
    receiver->under_way++;
    return place->url && place->body && place->sign;
}

/* What a merchant has, as one of its notifications asks for more. */
struct census {
    struct place *free;
    int free_count;
    int own;
    int own_silent;
    bool is_under_way; /* the notification itself */
    bool has_family;   /* one that it must not overtake */
};

static struct census
look(struct places *places, const struct merchant *merchant,
     const struct notification *notification)
{
    struct census census = {.free = NULL};

    for (int i = 0; i < POSTER_PLACES; i++) {
        struct place *place = &places->all[i];

        if (place->id == 0) {
            census.free = place;
            census.free_count++;
        } else if (place->merchant == merchant) {
            census.own++;
            census.own_silent += place->is_silent;
            census.is_under_way = census.is_under_way || place->id == notification->id;
            census.has_family = census.has_family || place->family == notification->family;
        }
    }
    return census;
}

static bool
has_its_share(const struct census *census, const struct notification *notification)
{
    return census->own * SHARE >= census->free_count ||
           (notification->is_silent && census->own_silent * SILENT_SHARE >= census->free_count);
}

/* Whether it is the merchant's turn at a receiver. */
static bool
may_send(const struct receiver *receiver, const struct merchant *merchant)
{
    return receiver->under_way < PER_RECEIVER &&
           (!receiver->line.first || receiver->line.first == &merchant->waiting);
}

enum claim
places_claim(struct places *places, struct merchant *merchant,
             const struct notification *notification, struct place **place)
{
    struct census census = look(places, merchant, notification);
    struct receiver *receiver;

    if (census.is_under_way)
        return CLAIM_UNDER_WAY;
    if (census.has_family)
        return CLAIM_MUST_WAIT;
    if (census.own > 0 && has_its_share(&census, notification))
        return CLAIM_NO_MORE;
    if (!census.free) {
        wait_list_join(&places->line, &merchant->waiting);
        return CLAIM_MUST_WAIT;
    }
    receiver = receiver_find_or_make(places, notification->receiver);
    if (!receiver)
        return CLAIM_FAILED;
    if (!may_send(receiver, merchant)) {
        wait_list_join(&receiver->line, &merchant->waiting);
        return CLAIM_MUST_WAIT;
    }
    *place = census.free;
    if (merchant->waiting.list == &receiver->line || merchant->waiting.list == &places->line)
        wait_list_leave(&merchant->waiting);
    if (fill(*place, receiver, merchant, notification))
        return CLAIM_GIVEN;
    place_free(*place);
    return CLAIM_FAILED;
}

static bool
has_room(const struct places *places, const struct wait_list *line)
{
    if (line != &places->line)
        return ((const struct receiver *)line)->under_way < PER_RECEIVER;
    for (int i = 0; i < POSTER_PLACES; i++) {
        if (places->all[i].id == 0)
            return true;
    }
    return false;
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
    call_first(places, &places->line, merchants);
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
        place_free(&places->all[i]);
    while (places->receivers) {
        struct receiver *next = places->receivers->next;

        while (places->receivers->line.first)
            wait_list_leave(places->receivers->line.first);
        free(places->receivers);
        places->receivers = next;
    }
    while (places->line.first)
        wait_list_leave(places->line.first);
}
