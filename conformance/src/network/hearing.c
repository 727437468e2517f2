/* See hearing.h. A client may say as much as it likes: what is kept has a fixed size. */
#include "network/hearing.h"

#include <stdio.h>
#include <string.h>

enum { HEARD_MAX = 4000 };

static void
keep_line(struct play *play, const char *line, size_t len)
{
    char *kept = play->said[play->said_count++ % SAID_LINES];

    if (len >= SAID_LINE_SIZE)
        len = SAID_LINE_SIZE - 1;
    memcpy(kept, line, len);
    kept[len] = '\0';
}

/* "paid NUMBER AMOUNT", and where a receiver listens. Everything else it may say as it likes. */
static void
read_booking(struct play *play, const char *line)
{
    static const char *const kinds[] = {"paid", "refunded"};
    char what[16], number[130], amount[16];

    if (!play->notify_url) {
        const char *url = strstr(line, "http://");

        if (url)
            play->notify_url = arena_copy(play->arena, url, strcspn(url, " \t\r\"'>"));
        return;
    }
    if (sscanf(line, "%15s %129s %15s", what, number, amount) != 3)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct booking *booking = &play->bookings[play->booking_count];

        if (strcmp(kinds[i], what) != 0 || play->booking_count == BOOKINGS_MAX)
            continue;
        booking->what = kinds[i];
        booking->number = arena_dup(play->arena, number);
        booking->amount = arena_dup(play->arena, amount);
        play->booking_count++;
        return;
    }
}

enum child_read
hear_output(struct play *play, int64_t deadline_ms)
{
    enum child_read got = CHILD_LINE;
    const char *line;
    size_t len;

    for (int heard = 0; heard < HEARD_MAX && got == CHILD_LINE; heard++) {
        got = child_read_line(&play->child.output, deadline_ms, &line, &len);
        if (got != CHILD_LINE)
            break;
        keep_line(play, line, len);
        if (play->scenario->errand == ERRAND_RECEIVE)
            read_booking(play, line);
        deadline_ms = 0;
    }
    return got;
}

enum child_read
hear_errors(struct play *play)
{
    enum child_read got = CHILD_LINE;
    const char *line;
    size_t len;

    for (int heard = 0; heard < HEARD_MAX && got == CHILD_LINE; heard++) {
        got = child_read_line(&play->child.errors, 0, &line, &len);
        if (got == CHILD_LINE)
            keep_line(play, line, len);
    }
    return got;
}
