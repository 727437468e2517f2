/* How far a long run is, for somebody who looks on: one line on standard error that is written over
 * again and again. Nothing unless that is a terminal. */
#ifndef CONFORM_PROGRESS_H
#define CONFORM_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool is_wanted;
    bool is_shown;
    int64_t shown_at; /* in now_ms */
};

void progress_begin(struct progress *progress);

/* Show that done of count are done, unless that was shown a moment ago. */
void progress_show(struct progress *progress, size_t done, size_t count, const char *unit);

/* Take the line away, before something else is printed and at the end. */
void progress_clear(struct progress *progress);

#endif
