/* What a receiver booked and how it answered: the checks of verdict_checks.h about notifications.
 */
#include <string.h>

#include "network/deliveries.h"
#include "network/verdict_checks.h"

static const char *
describe_bookings(struct arena *arena, const struct play *play)
{
    const char *joined = "";

    for (size_t i = 0; i < play->booking_count; i++)
        joined = arena_printf(arena, "%s%s%s %s %s", joined, joined[0] ? ", " : "",
                              play->bookings[i].what, play->bookings[i].number,
                              play->bookings[i].amount);
    return joined[0] ? joined : "nothing";
}

/* Exactly these, in any order: notifications may overtake each other. */
void
check_booked(struct judging *judging)
{
    const struct play *play = judging->play;
    struct arena *arena = judging->result->arena;
    bool is_taken[BOOKINGS_MAX] = {false};
    size_t matched = 0, wanted = 0;
    const char *text = "";
    const cJSON *element;

    cJSON_ArrayForEach(element, judging->value)
    {
        const cJSON *row = element->child;

        wanted++;
        text = arena_printf(arena, "%s%s%s %s %s", text, text[0] ? ", " : "", row->string,
                            play->number, row->valuestring);
        for (size_t i = 0; i < play->booking_count; i++) {
            const struct booking *booking = &play->bookings[i];

            if (is_taken[i] || strcmp(booking->what, row->string) != 0 ||
                strcmp(booking->number, play->number) != 0 ||
                strcmp(booking->amount, row->valuestring) != 0)
                continue;
            is_taken[i] = true;
            matched++;
            break;
        }
    }
    if (matched != wanted || play->booking_count != wanted)
        found(judging, "expected the receiver to book %s, got %s", wanted ? text : "nothing",
              describe_bookings(arena, play));
}

const char *
describe_delivery(struct arena *arena, const struct delivery *delivery)
{
    return delivery->http
               ? arena_printf(arena, "HTTP %d with \"%.60s\"", delivery->http, delivery->response)
               : "no answer";
}

void
check_answers(struct judging *judging)
{
    const struct play *play = judging->play;
    const cJSON *element;
    size_t i = 0;

    cJSON_ArrayForEach(element, judging->value)
    {
        bool is_wanted = strcmp(element->valuestring, "accepted") == 0;

        if (i == play->delivery_count) {
            found(judging, "expected %d deliveries, got %zu", cJSON_GetArraySize(judging->value),
                  play->delivery_count);
            return;
        }
        if (delivery_is_accepted(&play->deliveries[i]) != is_wanted)
            found(judging, "expected %s, got %s",
                  is_wanted ? "the answer HTTP 200 with SUCCESS" : "any answer but SUCCESS",
                  describe_delivery(judging->result->arena, &play->deliveries[i]));
        i++;
    }
    if (play->delivery_count > i)
        found(judging, "expected %zu deliveries, got %zu", i, play->delivery_count);
}

void
check_answered_within_ms(struct judging *judging)
{
    const struct play *play = judging->play;

    for (size_t i = 0; i < play->delivery_count; i++) {
        if (play->deliveries[i].took_ms > judging->value->valueint)
            found(judging, "expected an answer within %d ms, got one after %lld ms",
                  judging->value->valueint, (long long)play->deliveries[i].took_ms);
    }
}
