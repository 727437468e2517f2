/* When each merchant is to be looked at next, because something falls due for it: a heap by the
 * host's time, so that those for whom nothing is due cost nothing. The clocks of merchants differ;
 * whose clock is moved must be put down anew.
 *
 * It is a pairing heap: its links are in the merchants, so that putting one down never fails. */
#ifndef MOCK_AGENDA_H
#define MOCK_AGENDA_H

#include <stdint.h>

struct merchant;

/* A merchant's place in the agenda. All zero but for whose it is: none. */
struct appointment {
    struct merchant *whose;
    int64_t at;                /* seconds since 1970 by the host's clock */
    struct appointment **link; /* what points to it; NULL: it is not in the agenda */
    struct appointment *next;  /* under the same one */
    struct appointment *child; /* the first of those that are not before it */
};

struct agenda {
    struct appointment *first;
};

/* Look at a merchant at this time, or earlier if that is planned already. INT64_MAX is never. */
void agenda_expect(struct agenda *agenda, struct appointment *appointment, int64_t at);

/* Do not look at it any more. */
void agenda_cancel(struct agenda *agenda, struct appointment *appointment);

/* How many milliseconds of the host's time pass until the first is to be looked at; 0 when it is
 * time, INT64_MAX when the agenda is empty. */
int64_t agenda_ms(const struct agenda *agenda);

#endif
